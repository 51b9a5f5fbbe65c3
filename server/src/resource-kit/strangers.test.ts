import { describe, expect, it } from '@jest/globals'
import { Caller, type Grants } from './caller.ts'
import { toldTo } from './strangers.ts'

const callerWith = (role: Grants['role'], roles: Grants['roles']): Caller =>
  new Caller(
    { tokenId: 't', tokenName: 't', role, projectId: null, node: null, expiresAt: null, roles },
    { requestId: 'r', access: 'admin', dryRun: false },
  )

const referrers = [
  { kind: 'port', id: '1', name: 'own', project: 'a' },
  { kind: 'port', id: '2', name: 'hidden', project: 'b' },
  { kind: 'floating_ip', id: '3', name: 'hidden too', project: 'b' },
  { kind: 'policy_rule', id: '4', name: 'allow all', project: null },
  { kind: 'port', id: '5', name: 'beside it' },
]

describe('referrers', () => {
  it("of others are told as their project, once, and the platform's by their kind", () => {
    expect(toldTo(callerWith('admin', { a: 'viewer' }), referrers)).toEqual([
      { kind: 'port', id: '1', name: 'own' },
      { kind: 'project', id: 'b', name: 'b' },
      { kind: 'policy_rule', id: '4', name: 'of the platform' },
      { kind: 'port', id: '5', name: 'beside it' },
    ])
  })

  it('are all told to the platform', () => {
    const told = toldTo(callerWith('platform_admin', {}), referrers)
    expect(told.map(({ name }) => name)).toEqual(['own', 'hidden', 'hidden too', 'allow all', 'beside it'])
    expect(told[0]).not.toHaveProperty('project')
  })
})
