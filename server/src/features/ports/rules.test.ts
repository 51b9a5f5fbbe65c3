import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { groupsFor, hostnameOf, patchedPort, portNameOf } from './rules.ts'

const id = '0198c5a1-0000-7000-8000-000000000000'

describe('the names of a port', () => {
  it.each<[Parameters<typeof portNameOf>[0], string, string | null]>([
    [{}, 'port-0198c5a1', null],
    [{ vm: {} }, 'port-0198c5a1', null],
    [{ name: 'nic' }, 'nic', null],
    [{ hostname: 'db' }, 'db', 'db'],
    [{ name: 'nic', hostname: 'db', vm: { name: 'VM' } }, 'nic', 'db'],
    [{ vm: { name: 'Web_1.example.org' } }, 'web-1', 'web-1'],
    [{ vm: { name: '???' } }, 'port-0198c5a1', null],
    [{ vm: { name: 'localhost' } }, 'localhost', null],
    [{ vm: { id: 'i-1', name: null } }, 'port-0198c5a1', null],
  ])('%j are %s and %s', (request, name, hostname) => {
    expect([portNameOf(request, id), hostnameOf(request)]).toEqual([name, hostname])
  })
})

describe('a change of a port', () => {
  it('leaves alone what it does not name, and clears by null', () => {
    expect(patchedPort({ vm: { name: null }, hostname: null })).toEqual({
      vm_id: undefined,
      vm_name: null,
      hostname: null,
    })
    expect(Object.values(patchedPort({})).every((value) => value === undefined)).toBe(true)
  })
})

describe('the groups of a port', () => {
  const group = (id: string, project = 'p', deleting: Date | null = null): Parameters<typeof groupsFor>[1][number] => ({
    ...{ id, name: id, project_id: project, deleting_at: deleting, stateful: id !== 'stateless' },
  })
  const known = [group('a'), group('b'), group('stateless'), group('other', 'q'), group('gone', 'p', new Date(0))]
  const asked = (ids: string[] | undefined, portSecurity = true): string[] =>
    groupsFor({ project: 'p', portSecurity, asked: ids, fallback: ['default'] }, known)

  it.each<[string[] | undefined, boolean, string[]]>([
    [undefined, true, ['default']],
    [undefined, false, []],
    [[], true, []],
    [[], false, []],
    [['b', 'a', 'b'], true, ['a', 'b']],
    [['stateless'], true, ['stateless']],
  ])('asked for %j with port security %s are %j', (ids, portSecurity, groups) => {
    expect(asked(ids, portSecurity)).toEqual(groups)
  })

  it.each<[string, string[], boolean, string, string]>([
    ['without port security', ['a'], false, 'invalid_request', '/security_groups'],
    ['of another project', ['a', 'other'], true, 'reference_not_found', '/security_groups/1'],
    ['that is being deleted', ['gone'], true, 'reference_not_found', '/security_groups/0'],
    ['that is stateless beside one that is not', ['a', 'stateless'], true, 'invalid_request', '/security_groups'],
    ['that nobody made', ['none'], true, 'reference_not_found', '/security_groups/0'],
  ])('cannot be one %s', (...[, ids, portSecurity, code, pointer]) => {
    let refusal: unknown
    try {
      asked(ids, portSecurity)
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(DomainError)
    expect(refusal).toMatchObject({ code, errors: [{ pointer }] })
  })
})
