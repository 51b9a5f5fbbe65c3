import { describe, expect, it } from '@jest/globals'
import type { TokenRole } from '@quantumnet/api'
import { checkGrant, checkToken } from './rules.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const wanted = {
  project: 'p' as string | null,
  role: 'viewer' as TokenRole,
  node: null as string | null,
  expires_at: null as string | null,
}
const problemOf = (run: () => void): string | undefined => {
  try {
    run()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

describe('a token that is asked for', () => {
  it.each<[object, string | undefined]>([
    [{}, undefined],
    [{ role: 'operator' }, undefined],
    [{ role: 'admin' }, undefined],
    [{ role: 'platform_admin' }, '/role: is a role of the platform'],
    [{ role: 'node' }, '/role: is a role of the platform'],
    [{ role: 'feed' }, '/role: is a role of the platform'],
    [{ project: null }, '/role: needs a project'],
    [{ project: null, role: 'platform_admin' }, undefined],
    [{ project: null, role: 'feed' }, undefined],
    [{ project: null, role: 'node', node: 'hv1' }, undefined],
    [{ project: null, role: 'feed', node: 'hv1' }, '/node: is for tokens of role node'],
    [{ node: 'hv1' }, '/node: is for tokens of role node'],
    [{ expires_at: '2026-03-01T12:00:01Z' }, undefined],
    [{ expires_at: '2026-03-01T12:00:00Z' }, '/expires_at: is over already'],
  ])('with %j', (fields, problem) => {
    const told = problemOf(() => {
      checkToken({ ...wanted, ...fields }, NOW)
    })
    if (problem === undefined) expect(told).toBeUndefined()
    else expect(told).toContain(problem)
  })
})

describe('who may give what', () => {
  const roles: readonly TokenRole[] = ['viewer', 'operator', 'admin', 'platform_admin', 'node', 'feed']
  it.each<[Parameters<typeof checkGrant>[0], readonly TokenRole[]]>([
    [undefined, []],
    ['viewer', ['viewer']],
    ['operator', ['viewer', 'operator']],
    ['admin', ['viewer', 'operator', 'admin']],
    ['platform_admin', roles],
  ])('%s gives %j', (own, given) => {
    const can = roles.filter(
      (role) =>
        problemOf(() => {
          checkGrant(own, role)
        }) === undefined,
    )
    expect(can).toEqual(given)
  })
})
