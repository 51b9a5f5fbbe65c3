import { describe, expect, it } from '@jest/globals'
import type { Operation, Row, Uuid, Value } from '@quantumnet/ovsdb-jsonrpc'
import { plan } from './diff.ts'
import { parseOwner, tag, type Owner } from './external-ids.ts'
import { rowId } from './identity.ts'
import type { Key } from './key.ts'
import { DROP_GROUP, groupName } from './names.ts'
import { controlPlane } from './control-plane.ts'
import { desiredPlatform } from './platform.ts'
import { addressSetRef, coppRef, dhcpRef, dropGroupRef, groupRef, platformKey, switchRef } from './refs.ts'
import {
  memberColumnsOf,
  type Container,
  type HoldingSet,
  type Desired,
  type DesiredRow,
  type OwnedRow,
  type Replica,
  type Table,
} from './rows.ts'
import { addressSet } from './tables/address-set.ts'
import { logicalSwitch } from './tables/logical-switch.ts'
import { vmPort, type VmPortFields } from './tables/logical-switch-port.ts'
import { portGroup } from './tables/port-group.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const networkId = '01990000-0000-7000-8000-000000000001'
const groupId = '01990000-0000-7000-8000-000000000002'
const subnetId = '01990000-0000-7000-8000-000000000003'
const site = { deployment, dnsZone: 'internal' }
const network: Key = { kind: 'network', id: networkId }
const group: Key = { kind: 'security_group', id: groupId }
const portKey = (n: number): Key => ({
  kind: 'port',
  id: `01990000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`,
})

/** Control-plane policing has a table of its own cases, and here only what switches refer to. */
const isPolicing = ({ columns }: DesiredRow): boolean =>
  POLICING.some(({ columns: policing }) => JSON.stringify(policing) === JSON.stringify(columns))
const POLICING = controlPlane({ deployment, key: platformKey(deployment) })
const [COPP_ROW] = POLICING.slice(-1)
const platformRows = desiredPlatform(site).filter((row) => !isPolicing(row))
const platformRoot: Desired = { key: platformKey(deployment), rows: [...platformRows, ...(COPP_ROW ? [COPP_ROW] : [])] }
const networkRoot: Desired = {
  key: network,
  rows: [logicalSwitch({ deployment, key: network }, { multicast: false, vni: null, labels: { name: 'main' } })],
}
const groupRoot = (addresses: readonly string[] = []): Desired => ({
  key: group,
  rows: [
    portGroup({ deployment, key: group }, groupRef(deployment, groupId), { name: groupName(groupId) }),
    addressSet({ deployment, key: group }, addressSetRef(deployment, groupId, 4), {
      name: 'sg_v4' as never,
      addresses,
    }),
  ],
})
const portRoot = (n: number, fields: Partial<VmPortFields> = {}): Desired => {
  const key = portKey(n)
  const row = vmPort(
    { deployment, key },
    {
      networkId,
      mac: '02:00:00:00:00:01',
      ips: ['10.0.0.3'],
      pairs: [],
      isSecured: true,
      enabled: true,
      dhcp4: null,
      dhcp6: null,
      hostname: null,
      chassis: null,
      groups: [dropGroupRef(deployment), groupRef(deployment, groupId)],
      ...fields,
    },
  )
  return { key, rows: [row] }
}

type Rows = Record<string, Value>
/** What a database holds, by hand: rows as the replica reads them. */
class Held implements Replica {
  readonly rows = new Map<Uuid, { table: Table; row: Rows }>()

  constructor(...roots: readonly Desired[]) {
    const rows = roots.flatMap((root) => root.rows)
    for (const { table, uuid, columns } of rows) this.put(table, uuid, columns)
    for (const { uuid, memberOf } of rows)
      for (const { container, column } of memberOf) this.join(container.uuid, column, uuid)
  }

  put(table: Table, uuid: Uuid, columns: object): this {
    const read = Object.entries(columns).map(([column, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map)
        ? [column, new Map(Object.entries(value))]
        : [column, value],
    )
    const sets = Object.fromEntries(memberColumnsOf(table).map((column) => [column, []]))
    this.rows.set(uuid, { table, row: { _uuid: uuid, ...sets, ...(Object.fromEntries(read) as Rows) } })
    return this
  }

  join(container: Uuid, column: string, member: Uuid): this {
    const row = this.rows.get(container)?.row
    if (row !== undefined) row[column] = [...(row[column] as readonly Uuid[]), member]
    return this
  }

  row(table: Table, uuid: Uuid): Row | undefined {
    const found = this.rows.get(uuid)
    return found?.table === table ? found.row : undefined
  }

  owned(key: Key): readonly OwnedRow[] {
    return [...this.rows].flatMap(([uuid, { table, row }]) => {
      const owner = this.#ownerOf(row)
      const ours = owner?.deployment === deployment && owner.key.kind === key.kind && owner.key.id === key.id
      return ours ? [{ table, uuid: uuid as Uuid<Table> }] : []
    })
  }

  containersOf(member: Uuid): readonly HoldingSet[] {
    return [...this.rows].flatMap(([uuid, { table, row }]) =>
      memberColumnsOf(table)
        .filter((column) => (row[column] as readonly Uuid[]).includes(member))
        .map((column) => ({
          table: table as Container,
          uuid: uuid as Uuid<Container>,
          column,
          isOurs: this.#ownerOf(row)?.deployment === deployment,
        })),
    )
  }

  strangersIn(table: Table, container: Uuid): readonly string[] {
    const row = this.rows.get(container)?.row ?? {}
    return memberColumnsOf(table)
      .flatMap((column) => row[column] as readonly Uuid[])
      .filter((member) => this.#ownerOf(this.rows.get(member)?.row ?? {})?.deployment !== deployment)
  }

  #ownerOf(row: Rows): Owner | undefined {
    return parseOwner((row['external_ids'] ?? new Map()) as ReadonlyMap<string, string>)
  }
}

const operationsOf = (desired: readonly Desired[], replica: Replica): readonly Operation[] =>
  plan(desired, replica).operations
const [port1] = portRoot(1).rows as [DesiredRow]
const ls = switchRef(deployment, networkId).uuid
const pg = groupRef(deployment, groupId).uuid
const drop = dropGroupRef(deployment).uuid
const all = [platformRoot, groupRoot(), networkRoot, portRoot(1)]

describe('plan', () => {
  it('inserts everything with its own UUID into an empty database, members in the same transaction', () => {
    const operations = operationsOf(all, new Held())
    expect(operations.map(({ op }) => op)).toEqual(Array<string>(14).fill('insert'))
    const rowOf = (uuid: Uuid): unknown =>
      operations.flatMap((operation) =>
        operation.op === 'insert' && operation.uuid === uuid ? [operation.row] : [],
      )[0]
    for (const container of [drop, ls, pg]) expect(rowOf(container)).toMatchObject({ ports: [port1.uuid] })
  })

  it('does nothing when all is as it should be', () => {
    expect(operationsOf(all, new Held(...all))).toEqual([])
  })

  it('adds a port to a large group without writing the group', () => {
    const others = Array.from({ length: 50 }, (_, index) => portRoot(index + 10))
    const operations = operationsOf([portRoot(1)], new Held(platformRoot, groupRoot(), networkRoot, ...others))
    expect(operations).toEqual([
      { op: 'insert', table: 'Logical_Switch_Port', uuid: port1.uuid, row: port1.columns },
      { op: 'mutate', table: 'Logical_Switch', where: ls, mutations: [['ports', 'insert', [port1.uuid]]] },
      { op: 'mutate', table: 'Port_Group', where: drop, mutations: [['ports', 'insert', [port1.uuid]]] },
      { op: 'mutate', table: 'Port_Group', where: pg, mutations: [['ports', 'insert', [port1.uuid]]] },
    ])
  })

  it('updates only the columns that differ, and sets by their members', () => {
    const operations = operationsOf([portRoot(1, { enabled: false, ips: ['10.0.0.4'] })], new Held(...all))
    expect(operations).toEqual([
      { op: 'update', table: 'Logical_Switch_Port', where: port1.uuid, row: { enabled: false } },
      {
        op: 'mutate',
        table: 'Logical_Switch_Port',
        where: port1.uuid,
        mutations: [
          ['addresses', 'insert', ['02:00:00:00:00:01 10.0.0.4']],
          ['addresses', 'delete', ['02:00:00:00:00:01 10.0.0.3']],
          ['port_security', 'insert', ['02:00:00:00:00:01 10.0.0.4']],
          ['port_security', 'delete', ['02:00:00:00:00:01 10.0.0.3']],
        ],
      },
    ])
  })

  it('mutates an address set by what joined and left', () => {
    const held = new Held(groupRoot(['10.0.0.3', '10.0.0.4', '10.0.0.5']))
    expect(operationsOf([groupRoot(['10.0.0.4', '10.0.0.5', '10.0.0.6'])], held)).toEqual([
      {
        op: 'mutate',
        table: 'Address_Set',
        where: addressSetRef(deployment, groupId, 4).uuid,
        mutations: [
          ['addresses', 'insert', ['10.0.0.6']],
          ['addresses', 'delete', ['10.0.0.3']],
        ],
      },
    ])
  })

  it('never leaves a set empty that may not be: a newcomer is in before the other goes', () => {
    const meter = rowId<'Meter'>(deployment, group, 'meter')
    const meterRoot = (rate: number): Desired => ({
      key: group,
      rows: [
        {
          table: 'Meter',
          uuid: meter,
          columns: { name: 'm', unit: 'pktps', fair: true, external_ids: tag({ deployment, key: group }) },
          memberOf: [],
          needs: [],
        },
        {
          table: 'Meter_Band',
          uuid: rowId(deployment, group, `band:${String(rate)}`),
          columns: { action: 'drop', rate, burst_size: 0, external_ids: tag({ deployment, key: group }) },
          memberOf: [{ container: { table: 'Meter', uuid: meter, owner: group }, column: 'bands' }],
          needs: [],
        },
      ],
    })
    const bandOf = (rate: number): Uuid => rowId(deployment, group, `band:${String(rate)}`)
    expect(operationsOf([meterRoot(1)], new Held())[0]).toMatchObject({ op: 'insert', row: { bands: [bandOf(1)] } })
    expect(operationsOf([meterRoot(2)], new Held(meterRoot(1))).at(-1)).toEqual({
      op: 'mutate',
      table: 'Meter',
      where: meter,
      mutations: [
        ['bands', 'insert', [bandOf(2)]],
        ['bands', 'delete', [bandOf(1)]],
      ],
    })
  })

  it('takes a port that lost its security out of its groups, and leaves it in its switch', () => {
    const operations = operationsOf([portRoot(1, { isSecured: false, groups: [] })], new Held(...all))
    expect(operations.slice(1)).toEqual([
      { op: 'mutate', table: 'Port_Group', where: drop, mutations: [['ports', 'delete', [port1.uuid]]] },
      { op: 'mutate', table: 'Port_Group', where: pg, mutations: [['ports', 'delete', [port1.uuid]]] },
    ])
  })

  it('removes a port by taking it out of its sets, which is what keeps it', () => {
    const { operations, changed } = plan([{ key: portKey(1), rows: [] }], new Held(...all))
    expect(operations).toEqual([
      { op: 'mutate', table: 'Port_Group', where: drop, mutations: [['ports', 'delete', [port1.uuid]]] },
      { op: 'mutate', table: 'Port_Group', where: pg, mutations: [['ports', 'delete', [port1.uuid]]] },
      { op: 'mutate', table: 'Logical_Switch', where: ls, mutations: [['ports', 'delete', [port1.uuid]]] },
    ])
    expect([...changed]).toEqual([[`port:${portKey(1).id}`, { taken: 1 }]])
  })

  it('deletes a switch and its ports at once without touching a set that goes', () => {
    const operations = operationsOf(
      [
        { key: network, rows: [] },
        { key: portKey(1), rows: [] },
      ],
      new Held(...all),
    )
    expect(operations.map((operation) => [operation.op, 'where' in operation ? operation.where : ''])).toEqual([
      ['mutate', drop],
      ['mutate', pg],
      ['delete', ls],
    ])
  })

  it('keeps a switch with a port of somebody else in it, and says which', () => {
    const stranger = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d77' as Uuid
    const held = new Held(...all).put('Logical_Switch_Port', stranger, { external_ids: {} }).join(ls, 'ports', stranger)
    const { operations, occupied, changed } = plan([{ key: network, rows: [] }], held)
    expect(occupied).toEqual([{ key: network, row: { table: 'Logical_Switch', uuid: ls }, strangers: [stranger] }])
    expect([operations, changed.size]).toEqual([[], 0])
  })

  it('takes a row out of a set of ours that somebody put it in', () => {
    const other: Key = { kind: 'security_group', id: '01990000-0000-7000-8000-000000000009' }
    const otherRef = groupRef(deployment, other.id)
    const otherRoot = {
      key: other,
      rows: [portGroup({ deployment, key: other }, otherRef, { name: groupName(other.id) })],
    }
    const held = new Held(...all, otherRoot).join(otherRef.uuid, 'ports', port1.uuid)
    expect(operationsOf([portRoot(1)], held)).toEqual([
      { op: 'mutate', table: 'Port_Group', where: otherRef.uuid, mutations: [['ports', 'delete', [port1.uuid]]] },
    ])
  })

  it('leaves a row in a set of somebody else, and does not join again a set whose tag is gone', () => {
    const theirs = 'ffffffff-0000-4000-8000-000000000003' as Uuid
    const held = new Held(...all).put('Port_Group', theirs, { name: 'theirs', external_ids: {} })
    held.join(theirs, 'ports', port1.uuid)
    held.rows.get(ls)!.row['external_ids'] = new Map()
    expect(operationsOf([portRoot(1)], held)).toEqual([])
    const removal = operationsOf([{ key: portKey(1), rows: [] }], held)
    expect(removal.map((operation) => 'where' in operation && operation.where)).toEqual([drop, pg])
  })

  it('gives a row of ours its tag back', () => {
    const held = new Held(platformRoot, networkRoot)
    held.put('Logical_Switch', ls, { ...networkRoot.rows[0]!.columns, external_ids: {} })
    expect(operationsOf([networkRoot], held)).toEqual([
      { op: 'wait', table: 'Copp', where: coppRef(deployment).uuid, row: {} },
      {
        op: 'update',
        table: 'Logical_Switch',
        where: ls,
        row: { external_ids: networkRoot.rows[0]!.columns.external_ids },
      },
    ])
  })

  it('removes what a root has too much', () => {
    const [group0, set] = groupRoot(['10.0.0.3']).rows as [DesiredRow, DesiredRow]
    const { operations, changed } = plan([{ key: group, rows: [group0] }], new Held(groupRoot(['10.0.0.3'])))
    expect(operations).toEqual([{ op: 'delete', table: 'Address_Set', where: set.uuid }])
    expect(changed.get(`security_group:${groupId}`)).toEqual({ taken: 1 })
  })

  it('never names a row that is not ours', () => {
    const foreign = 'ffffffff-0000-4000-8000-000000000001' as Uuid<Table>
    const held = new Held(...all)
    held.put('Logical_Switch', foreign, { name: 'theirs', external_ids: { 'neutron:id': '1' } })
    held.put('Address_Set', 'ffffffff-0000-4000-8000-000000000002' as Uuid, {
      name: 'other-deployment',
      external_ids: {
        'qn-owner': 'ffffffff-0000-4000-8000-0000000000ff',
        'qn-kind': 'security_group',
        'qn-id': groupId,
      },
    })
    const operations = operationsOf(
      [
        { key: network, rows: [] },
        { key: group, rows: [] },
        { key: portKey(1), rows: [] },
      ],
      held,
    )
    expect(JSON.stringify(operations)).not.toContain('ffffffff')
  })
})

describe('references', () => {
  it('block a port whose switch is neither there nor made along with it', () => {
    const { operations, blocked } = plan([portRoot(1)], new Held(platformRoot, groupRoot()))
    expect(operations).toEqual([])
    expect(blocked).toEqual([
      { key: portKey(1), missing: expect.objectContaining({ table: 'Logical_Switch', owner: network }) },
    ])
  })

  it('block through a root that is blocked itself', () => {
    const needing: Desired = {
      key: network,
      rows: networkRoot.rows.map((row) => ({ ...row, needs: [dhcpRef(deployment, subnetId, 4)] })),
    }
    const { operations, blocked } = plan([needing, portRoot(1)], new Held(platformRoot, groupRoot()))
    expect(operations).toEqual([])
    expect(blocked.map(({ key }) => key.kind)).toEqual(['network', 'port'])
  })

  it('block when the batch is about to remove what is referred to', () => {
    const { blocked } = plan(
      [{ key: network, rows: [] }, portRoot(1)],
      new Held(platformRoot, groupRoot(), networkRoot),
    )
    expect(blocked.map(({ key }) => key)).toEqual([portKey(1)])
  })

  it('that OVN would drop silently are waited for before anything is written', () => {
    const dhcp = dhcpRef(deployment, subnetId, 4)
    const held = new Held(...all).put('DHCP_Options', dhcp.uuid, { cidr: '10.0.0.0/24', options: {}, external_ids: {} })
    expect(operationsOf([portRoot(1, { dhcp4: dhcp })], held)).toEqual([
      { op: 'wait', table: 'DHCP_Options', where: dhcp.uuid, row: {} },
      { op: 'update', table: 'Logical_Switch_Port', where: port1.uuid, row: { dhcpv4_options: dhcp.uuid } },
    ])
  })
})

describe('the platform', () => {
  it('has one group that drops, lets DHCP requests out and no answers, and lets ARP alone; and a rate that bounds logs', () => {
    expect(platformRows.map(({ table, columns }) => [table, columns])).toEqual([
      ['Port_Group', { name: DROP_GROUP, external_ids: expect.objectContaining({ 'qn-kind': 'platform' }) }],
      [
        'ACL',
        expect.objectContaining({
          direction: 'to-lport',
          priority: 1,
          action: 'drop',
          match: 'outport == @qn_drop && ip',
        }),
      ],
      [
        'ACL',
        expect.objectContaining({
          direction: 'from-lport',
          priority: 1,
          action: 'drop',
          match: 'inport == @qn_drop && ip',
        }),
      ],
      [
        'ACL',
        expect.objectContaining({
          direction: 'from-lport',
          priority: 32_000,
          action: 'allow-related',
          match: 'inport == @qn_drop && ip4 && ip4.dst == 255.255.255.255 && udp.src == 68 && udp.dst == 67',
        }),
      ],
      [
        'ACL',
        expect.objectContaining({
          direction: 'from-lport',
          priority: 32_000,
          action: 'allow-related',
          match: 'inport == @qn_drop && ip6 && ip6.dst == ff02::1:2 && udp.src == 546 && udp.dst == 547',
        }),
      ],
      [
        'ACL',
        expect.objectContaining({
          ...{ direction: 'from-lport', priority: 32_000, action: 'drop' },
          match: 'inport == @qn_drop && ip4 && udp.src == 67 && udp.dst == 68',
        }),
      ],
      [
        'ACL',
        expect.objectContaining({
          ...{ direction: 'from-lport', priority: 32_000, action: 'drop' },
          match: 'inport == @qn_drop && ip6 && udp.src == 547 && udp.dst == 546',
        }),
      ],
      ['Meter', expect.objectContaining({ name: 'qn_acl_log', unit: 'pktps', fair: true })],
      ['Meter_Band', expect.objectContaining({ action: 'drop', rate: 2, burst_size: 20 })],
    ])
  })
})
