import { describe, expect, it } from '@jest/globals'
import type { Access } from '@quantumnet/api'
import { DomainError } from '../errors.ts'
import { Caller, higherRole, requireRoute, type Grants } from './caller.ts'

const [own, bound, foreign] = ['own', 'bound', 'foreign']
const grants = (role: Grants['role']): Grants => ({
  ...{ tokenId: 'token', tokenName: 'test', node: null, expiresAt: null, role },
  ...(role === 'viewer' || role === 'operator' || role === 'admin'
    ? { projectId: own, roles: { [own]: role, [bound]: 'viewer' } }
    : { projectId: null, roles: {} }),
})
const caller = (role: Grants['role'], access: Access = 'operator', ifMatch?: readonly number[]): Caller =>
  new Caller(grants(role), { requestId: 'request', access, dryRun: false, ifMatch })

const missing = (): DomainError => new DomainError('not_found', 'there is no such thing')
const codeOf = (decide: () => void): string => {
  try {
    decide()
    return 'ok'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

describe('what a caller may do in a project', () => {
  it.each<[Grants['role'], string | null, string]>([
    ['viewer', own, 'forbidden'],
    ['operator', own, 'ok'],
    ['admin', own, 'ok'],
    // Visible by a binding, but the role there is too low.
    ['admin', bound, 'forbidden'],
    ['admin', foreign, 'not_found'],
    ['admin', null, 'not_found'],
    ['platform_admin', foreign, 'ok'],
    ['platform_admin', null, 'ok'],
  ])('%s in %s: %s', (role, project, expected) => {
    expect(
      codeOf(() => {
        caller(role).requireIn(project, missing)
      }),
    ).toBe(expected)
  })

  it('is asked by the role of the route, or another one', () => {
    expect(
      codeOf(() => {
        caller('operator', 'admin').requireIn(own, missing)
      }),
    ).toBe('forbidden')
    expect(
      codeOf(() => {
        caller('operator', 'admin').requireIn(own, missing, 'viewer')
      }),
    ).toBe('ok')
  })

  it('is to read what is shared with one of its projects', () => {
    expect(
      codeOf(() => {
        caller('viewer').requireAnyOf([foreign, bound], missing)
      }),
    ).toBe('ok')
    expect(
      codeOf(() => {
        caller('viewer').requireAnyOf([foreign, null], missing)
      }),
    ).toBe('not_found')
  })

  it('is to list its projects, or all', () => {
    expect(caller('viewer').visible()).toEqual([own, bound])
    expect(caller('platform_admin').visible()).toBe('all')
  })
})

describe('the latch', () => {
  it.each<[string, (one: Caller) => void]>([
    [
      'requireIn',
      (one) => {
        one.requireIn(own, missing)
      },
    ],
    [
      'requireAnyOf',
      (one) => {
        one.requireAnyOf([own], missing)
      },
    ],
    [
      'visible',
      (one) => {
        one.visible()
      },
    ],
    [
      'allowAny',
      (one) => {
        one.allowAny()
      },
    ],
  ])('is closed until %s', (_, decide) => {
    const one = caller('operator')
    expect(() => {
      one.requireDecision()
    }).toThrow('nobody decided')
    decide(one)
    one.requireDecision()
  })

  it('stays closed after a refusal', () => {
    const one = caller('viewer')
    expect(() => {
      one.requireIn(foreign, missing)
    }).toThrow(DomainError)
    expect(() => {
      one.requirePlatform()
    }).toThrow(DomainError)
    expect(one.decided).toBe(false)
  })

  it.each<Access>(['public', 'platform_admin', 'node', 'feed'])('is open where the route decides: %s', (access) => {
    expect(caller('platform_admin', access).decided).toBe(true)
  })
})

describe('a route', () => {
  it.each<[Grants['role'], Exclude<Access, 'public'>, string]>([
    ['viewer', 'admin', 'ok'],
    ['platform_admin', 'viewer', 'ok'],
    ['admin', 'platform_admin', 'forbidden'],
    ['node', 'viewer', 'forbidden'],
    ['feed', 'feed', 'ok'],
    ['platform_admin', 'node', 'forbidden'],
    ['node', 'feed', 'forbidden'],
  ])('by a token of role %s for %s: %s', (role, access, expected) => {
    expect(
      codeOf(() => {
        requireRoute(role, access)
      }),
    ).toBe(expected)
  })
})

it('of two roles the higher one counts', () => {
  expect([higherRole('viewer', 'admin'), higherRole('admin', 'viewer'), higherRole('operator', undefined)]).toEqual([
    'admin',
    'admin',
    'operator',
  ])
})

describe('If-Match', () => {
  it.each<[readonly number[] | undefined, string]>([
    [undefined, 'ok'],
    [[7], 'ok'],
    [[6, 7], 'ok'],
    [[6], 'precondition_failed'],
    [[], 'precondition_failed'],
  ])('of %j', (ifMatch, expected) => {
    expect(
      codeOf(() => {
        caller('operator', 'operator', ifMatch).requireMatch(7)
      }),
    ).toBe(expected)
  })
})
