import { describe, expect, it } from '@jest/globals'
import type { Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { difference, Memberships } from './memberships.ts'

describe('what joined and left a list', () => {
  it.each<[string, string, { left: string; joined: string }]>([
    ['', '', { left: '', joined: '' }],
    ['abc', 'abc', { left: '', joined: '' }],
    ['abc', 'abcd', { left: '', joined: 'd' }],
    ['abc', 'ac', { left: 'b', joined: '' }],
    ['abc', 'bc', { left: 'a', joined: '' }],
    ['abc', '', { left: 'abc', joined: '' }],
    ['abc', 'cab', { left: '', joined: '' }],
    ['abcde', 'axcdz', { left: 'be', joined: 'xz' }],
    ['aa', 'a', { left: 'a', joined: '' }],
  ])('%s → %s', (before, after, expected) => {
    const { left, joined } = difference(Array.from(before), Array.from(after))
    expect({ left: left.join(''), joined: joined.join('') }).toEqual(expected)
  })
})

describe('memberships', () => {
  const [ls, pg, a, b] = ['ls', 'pg', 'a', 'b'] as unknown as [Uuid<'Logical_Switch'>, Uuid<'Port_Group'>, Uuid, Uuid]
  const sets = (...ports: Uuid[]): { ports: Uuid[]; acls: Uuid[] } => ({ ports, acls: [] })

  it('follow the sets that rows come to, leave and vanish with', () => {
    const memberships = new Memberships()
    expect(memberships.apply({ table: 'Logical_Switch', uuid: ls, before: null, after: sets(a, b) })).toEqual([
      { member: a, column: 'ports' },
      { member: b, column: 'ports' },
    ])
    memberships.apply({ table: 'Port_Group', uuid: pg, before: null, after: sets(a) })
    expect(memberships.of(a)).toEqual([
      { table: 'Logical_Switch', uuid: ls, column: 'ports' },
      { table: 'Port_Group', uuid: pg, column: 'ports' },
    ])
    memberships.apply({ table: 'Port_Group', uuid: pg, before: sets(a), after: sets(b) })
    memberships.apply({ table: 'Logical_Switch', uuid: ls, before: sets(a, b), after: null })
    expect(memberships.of(a)).toEqual([])
    expect(memberships.of(b)).toEqual([{ table: 'Port_Group', uuid: pg, column: 'ports' }])
  })
})
