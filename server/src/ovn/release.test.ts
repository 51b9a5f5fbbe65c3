import { describe, expect, it } from '@jest/globals'
import type { InputValue, Mutate, Row, Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { references, type Holder } from './references.ts'
import { dangling, release, type Known } from './release.ts'
import type { RowOperation, Table } from './rows.ts'

const uuid = (text: string): Uuid<Table> => text as Uuid<Table>
const TABLES: Readonly<Record<string, Table>> = {
  ls: 'Logical_Switch',
  lsp: 'Logical_Switch_Port',
  dhcp: 'DHCP_Options',
  pg: 'Port_Group',
  acl: 'ACL',
  as: 'Address_Set',
  lr: 'Logical_Router',
  nat: 'NAT',
}
/** The rows of these tests are named by their table and a digit. */
const tableOf = (name: string): Table => TABLES[name.replace(/\d$/, '')] ?? 'ACL'
type Rows = Readonly<Record<string, Readonly<Record<string, InputValue>>>>

/** References as the database has them, followed back by looking at all: the replica has indexes for it. */
class Held implements Known {
  readonly #rows: Rows

  constructor(rows: Rows) {
    this.#rows = rows
  }

  row(_: Table, name: Uuid): Row | undefined {
    return this.#rows[name] as Row | undefined
  }

  holdersOf(_: Table, name: Uuid): readonly Holder[] {
    return Object.entries(this.#rows).flatMap(([holder, columns]) =>
      references.flatMap(({ table, column }) =>
        table === tableOf(holder) && [columns[column] ?? []].flat().includes(name)
          ? [{ table, uuid: uuid(holder), column }]
          : [],
      ),
    )
  }
}

const remove = (name: string): RowOperation => ({ op: 'delete', table: tableOf(name), where: uuid(name) })
const insert = (name: string, row: Record<string, InputValue> = {}): RowOperation => ({
  op: 'insert',
  table: tableOf(name),
  uuid: uuid(name),
  row,
})
const update = (name: string, row: Record<string, InputValue> = { external_ids: {} }): RowOperation => ({
  op: 'update',
  table: tableOf(name),
  where: uuid(name),
  row,
})
type Step = readonly [string, 'insert' | 'delete', readonly string[]]
const mutate = (name: string, ...mutations: readonly Step[]): RowOperation => ({
  op: 'mutate',
  table: tableOf(name),
  where: uuid(name),
  mutations,
})

/** `pg1.ports delete lsp1,lsp2` for each set that something is taken out of. */
const taken = (operations: readonly Mutate[]): readonly string[] =>
  operations.flatMap(({ where, mutations }) =>
    mutations.map(
      ([column, mutator, value]) => `${where as string}.${column} ${mutator} ${(value as string[]).join()}`,
    ),
  )

/** A switch with two ports; both are in one group, and take their addresses from one row. */
const world: Rows = {
  ls1: { ports: ['lsp1', 'lsp2'], acls: ['acl1'] },
  lsp1: { dhcpv4_options: 'dhcp1', dhcpv6_options: null },
  lsp2: { dhcpv4_options: 'dhcp1', dhcpv6_options: 'dhcp1' },
  pg1: { ports: ['lsp1', 'lsp2'], acls: ['acl2'] },
  acl1: {},
  acl2: {},
  dhcp1: {},
}
const leave = mutate('ls1', ['ports', 'delete', ['lsp1']])

describe('what goes is taken out of every weak reference', () => {
  it.each<[string, readonly RowOperation[], readonly string[]]>([
    ['nothing goes', [update('pg1'), insert('lsp3'), mutate('pg1', ['ports', 'insert', ['lsp3']])], []],
    ['a port that its switch loses, while its group changes', [update('pg1'), leave], ['pg1.ports delete lsp1']],
    ['a port that its switch loses, while its group does not', [leave], ['pg1.ports delete lsp1']],
    ['a port that was taken out already', [mutate('pg1', ['ports', 'delete', ['lsp1']]), leave], []],
    [
      'a port that was taken out and put in again',
      [mutate('pg1', ['ports', 'delete', ['lsp1']], ['ports', 'insert', ['lsp1']]), leave],
      ['pg1.ports delete lsp1'],
    ],
    ['a port that moves to another switch', [leave, mutate('ls2', ['ports', 'insert', ['lsp1']])], []],
    ['a port that moves to a switch that is new', [leave, insert('ls2', { ports: ['lsp1'] })], []],
    ['a port that leaves a group', [mutate('pg1', ['ports', 'delete', ['lsp1']])], []],
    ['ports that go with their switch', [remove('ls1')], ['pg1.ports delete lsp1,lsp2']],
    ['ports that go with their switch, and their group, too', [remove('ls1'), remove('pg1')], []],
    [
      'a port that another switch takes from one that goes',
      [mutate('ls2', ['ports', 'insert', ['lsp1']]), remove('ls1')],
      ['pg1.ports delete lsp2'],
    ],
    ['a row in optional references', [remove('dhcp1')], ['lsp1.dhcpv4_options delete dhcp1', 'lsp2.dhcpv4_options delete dhcp1', 'lsp2.dhcpv6_options delete dhcp1']], // prettier-ignore
    [
      'a row in optional references, of which some are set otherwise',
      [update('lsp1', { dhcpv4_options: null }), update('lsp2', { dhcpv4_options: 'dhcp2' }), remove('dhcp1')],
      ['lsp2.dhcpv6_options delete dhcp1'],
    ],
    [
      'a row in an optional reference that is set to it once more',
      [update('lsp1', { dhcpv4_options: 'dhcp1' }), update('lsp2', { dhcpv4_options: null, dhcpv6_options: null }), remove('dhcp1')], // prettier-ignore
      ['lsp1.dhcpv4_options delete dhcp1'],
    ],
    [
      'a row that goes together with a port that refers to it',
      [remove('dhcp1'), leave, mutate('pg1', ['ports', 'delete', ['lsp1']])],
      ['lsp2.dhcpv4_options delete dhcp1', 'lsp2.dhcpv6_options delete dhcp1'],
    ],
    ['a rule that nobody refers to weakly', [mutate('ls1', ['acls', 'delete', ['acl1']])], []],
    ['a row that nobody refers to', [remove('as1')], []],
  ])('%s', (_, operations, expected) => {
    expect(taken(release(operations, new Held(world)))).toEqual(expected)
  })

  it('leaves a port that another switch holds as well', () => {
    expect(release([leave], new Held({ ...world, ls2: { ports: ['lsp1'] } }))).toEqual([])
  })

  it('takes a port out when the last of several switches goes in the same transaction', () => {
    const held = new Held({ ...world, ls2: { ports: ['lsp1'] } })
    for (const operations of [
      [remove('ls2'), leave],
      [leave, remove('ls2')],
    ])
      expect(taken(release(operations, held))).toEqual(['pg1.ports delete lsp1'])
  })
})

// ovsdb-server looks who refers to a deleted row before it takes away what nothing keeps any more.
describe('what goes by itself lets go of a row that is deleted with it', () => {
  const held = new Held({ lr1: { nat: ['nat1'] }, nat1: { exempted_ext_ips: 'as1' }, as1: {} })
  it.each<[string, readonly RowOperation[], readonly string[]]>([
    ['both go', [remove('lr1'), remove('as1')], ['nat1.exempted_ext_ips delete as1']],
    ['it loses its last place', [mutate('lr1', ['nat', 'delete', ['nat1']]), remove('as1')], ['nat1.exempted_ext_ips delete as1']], // prettier-ignore
    ['it says so itself', [update('nat1', { exempted_ext_ips: null }), remove('as1')], []],
    ['it stays: the deletion is refused', [remove('as1')], []],
    ['it alone goes', [remove('lr1')], []],
  ])('%s', (_, operations, expected) => {
    expect(taken(release(operations, held))).toEqual(expected)
  })
})

describe('references to nothing', () => {
  it.each<[string, readonly RowOperation[], readonly string[]]>([
    ['are cleared away before the row comes', [insert('lsp9'), insert('dhcp9')], ['pg1.ports delete lsp9', 'lsp1.dhcpv4_options delete dhcp9']], // prettier-ignore
    ['stay as long as the row does not come', [update('pg1'), insert('lsp8')], []],
    ['are none when the row is there', [insert('lsp1')], []],
  ])('%s', (_, operations, expected) => {
    const held = new Held({ lsp1: { dhcpv4_options: 'dhcp9' }, pg1: { ports: ['lsp1', 'lsp9'] } })
    expect(taken(dangling(operations, held))).toEqual(expected)
  })
})
