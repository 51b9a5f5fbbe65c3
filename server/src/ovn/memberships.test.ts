import { describe, expect, it } from '@jest/globals'
import type { Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { Memberships, type ContainerChange } from './memberships.ts'

describe('memberships', () => {
  const [ls, pg, a, b] = ['ls', 'pg', 'a', 'b'] as unknown as [Uuid<'Logical_Switch'>, Uuid<'Port_Group'>, Uuid, Uuid]
  const ports = (added: Uuid[], removed: Uuid[] = []): Pick<ContainerChange, 'members'> => ({
    members: (column) => (column === 'ports' ? { added, removed } : { added: [], removed: [] }),
  })

  it('follow the sets that rows come to, leave and vanish with', () => {
    const memberships = new Memberships()
    expect(memberships.apply({ table: 'Logical_Switch', uuid: ls, ...ports([a, b]) })).toEqual([
      { member: a, column: 'ports' },
      { member: b, column: 'ports' },
    ])
    memberships.apply({ table: 'Port_Group', uuid: pg, ...ports([a]) })
    expect(memberships.of(a)).toEqual([
      { table: 'Logical_Switch', uuid: ls, column: 'ports' },
      { table: 'Port_Group', uuid: pg, column: 'ports' },
    ])
    memberships.apply({ table: 'Port_Group', uuid: pg, ...ports([b], [a]) })
    memberships.apply({ table: 'Logical_Switch', uuid: ls, ...ports([], [a, b]) })
    expect(memberships.of(a)).toEqual([])
    expect(memberships.of(b)).toEqual([{ table: 'Port_Group', uuid: pg, column: 'ports' }])
  })
})
