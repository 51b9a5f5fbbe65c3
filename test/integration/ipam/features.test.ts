import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type Client, type CreateNetwork, type CreateSubnet, type Port, type Subnet } from '@quantumnet/api'
import type { z } from 'zod'
import { eventually } from '@quantumnet/platform'
import { ipam, openDb, type Db } from '@quantumnet/server/app'
import { refusal, send } from '../../harness/requests.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { makeTenancy } from '../../harness/tenancy.ts'

let server: TestServer
let client: Client
let db: Db
beforeAll(async () => {
  server = await startServer()
  client = server.as('admin')
  db = openDb({ url: server.databaseUrl, max: 2, onIdleError: () => undefined })
})
afterAll(async () => {
  await db.close()
  await server.close()
})

/** What the reconciler does once OVN has forgotten the ports that are being deleted. */
const confirm = async (): Promise<void> => {
  await db.tx(async (tx) => {
    const gone = await tx.query<{ id: string }>('delete from port where deleting_at is not null returning id')
    await ipam.confirmGone(
      tx,
      gone.map(({ id }) => id),
    )
  })
}

type NewSubnet = Omit<z.input<typeof CreateSubnet>, 'network'>

const addSubnet = async (network: string, body: NewSubnet): Promise<Subnet> =>
  await client.call(routes.subnets.create, { body: { network, ...body } })

describe('subnets of IPv6', () => {
  it('follow the MAC with SLAAC, and are stable with stateful DHCPv6', async () => {
    const { network } = await makeTenancy(server, 'v6')
    const slaac = await addSubnet(network.id, { name: 'six', cidr: '2001:db8:1::/64' })
    expect(slaac).toMatchObject({ ipv6_mode: 'slaac', gateway: '2001:db8:1::1', dns_address: '2001:db8:1::2' })
    const usage = await client.call(routes.usage.subnet, { params: { id: slaac.id } })
    expect(usage).toMatchObject({
      total: '18446744073709551616',
      used: '0',
      free: '18446744073709551613',
      reserved: '3',
    })
    const port = await client.call(routes.ports.create, { body: { network: network.id, mac: '02:00:5e:10:00:01' } })
    expect(port.fixed_ips.map(({ ip }) => ip)).toEqual(['10.0.0.3', '2001:db8:1::5eff:fe10:1'])
    const twin = await refusal(client.call(routes.ports.create, { body: { network: network.id, mac: port.mac } }))
    expect(twin.code).toBe('mac_taken')
    const stateful = await addSubnet(network.id, {
      name: 'dhcp6',
      cidr: '2001:db8:2::/64',
      ipv6_mode: 'dhcpv6-stateful',
    })
    const id = '0198c5a1-2222-7000-8000-000000000001' as Port['id']
    const body = { id, network: network.id, fixed_ips: [{ subnet: stateful.id }] }
    const first = await client.call(routes.ports.create, { body })
    await client.call(routes.ports.delete, { params: { id } })
    await confirm()
    const again = await client.call(routes.ports.create, { body })
    expect(again.fixed_ips).toEqual(first.fixed_ips)
  })

  it('may be as small as one address, which is the last', async () => {
    const { network } = await makeTenancy(server, 'v6-small')
    const one = await addSubnet(network.id, { name: 'one', cidr: '2001:db8:3::7/128' })
    const body = { network: network.id, fixed_ips: [{ subnet: one.id }] }
    expect((await client.call(routes.ports.create, { body })).fixed_ips[0]?.ip).toBe('2001:db8:3::7')
    expect((await refusal(client.call(routes.ports.create, { body }))).code).toBe('subnet_exhausted')
  })
})

describe('networks on a wire', () => {
  it('have one segment each, and say what they lack', async () => {
    const { project } = await makeTenancy(server, 'wires')
    const create = async (body: Omit<z.input<typeof CreateNetwork>, 'project'>): Promise<unknown> =>
      await client.call(routes.networks.create, { body: { project: project.id, ...body } })
    await create({ name: 'v100', type: 'vlan', physical_network: 'dc1', segment_id: 100 })
    const twin = await refusal(create({ name: 'twin', type: 'vlan', physical_network: 'dc1', segment_id: 100 }))
    expect(twin).toMatchObject({ code: 'segment_taken', errors: [{ pointer: '/segment_id', value: 100 }] })
    await create({ name: 'flat', type: 'flat', physical_network: 'dc1' })
    expect((await refusal(create({ name: 'f2', type: 'external', physical_network: 'dc1' }))).code).toBe(
      'segment_taken',
    )
    await create({ name: 'chosen', segment_id: 70_000 })
    expect(await refusal(create({ name: 'chosen-too', segment_id: 70_000 }))).toMatchObject({
      ...{ code: 'segment_taken', errors: [{ pointer: '/segment_id', value: 70_000 }] },
    })
    const problems = await Promise.all([
      refusal(create({ name: 'a', type: 'vlan', segment_id: 5 })),
      refusal(create({ name: 'b', type: 'vlan', physical_network: 'dc2' })),
      refusal(create({ name: 'c', segment_id: 5 })),
    ])
    expect(problems.map(({ errors }) => errors?.[0]?.pointer)).toEqual([
      '/physical_network',
      '/segment_id',
      '/segment_id',
    ])
  })
})

describe('subnet pools', () => {
  it('give aligned blocks that never overlap, also to many at once, and say when they are empty', async () => {
    const { project, network } = await makeTenancy(server, 'pools', '192.168.0.0/24')
    const pool = await client.call(routes.subnetPools.create, {
      body: { project: project.id, name: 'campus', prefixes: ['10.64.0.0/22'], min_prefix_length: 22 },
    })
    const carve = async (name: string, length?: number): Promise<Subnet> =>
      await addSubnet(network.id, { name, pool: pool.id, ...(length !== undefined && { prefix_length: length }) })
    const made = await Promise.all(['a', 'b', 'c'].map(async (name) => await carve(name)))
    expect(made.map(({ cidr }) => cidr).sort()).toEqual(['10.64.0.0/24', '10.64.1.0/24', '10.64.2.0/24'])
    expect((await carve('d', 25)).cidr).toBe('10.64.3.0/25')
    const usage = await client.call(routes.usage.pool, { params: { id: pool.id } })
    expect(usage).toMatchObject({ total: '1024', used: '896', free: '128', largest_free_prefix_length: 25, subnets: 4 })
    expect(await refusal(carve('e'))).toMatchObject({
      code: 'pool_exhausted',
      detail: expect.stringContaining('"campus"'),
    })
    const inUse = await refusal(client.call(routes.subnetPools.delete, { params: { id: pool.id } }))
    expect(inUse.referrers?.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd'])
    const twin = { project: project.id, name: 'twin', prefixes: ['10.0.0.0/8'] }
    expect(await refusal(client.call(routes.subnetPools.create, { body: twin }))).toMatchObject({
      code: 'cidr_overlaps',
    })
    const shrunk = client.call(routes.subnetPools.update, {
      params: { id: pool.id },
      body: { prefixes: ['10.64.0.0/23'] },
    })
    const third = made.find(({ cidr }) => cidr === '10.64.2.0/24')?.name ?? ''
    expect((await refusal(shrunk)).referrers?.map(({ name }) => name).sort()).toEqual([third, 'd'])
  })
})

describe('reservations', () => {
  it('are taken over by a port with hostname and MAC, and come back', async () => {
    const { network } = await makeTenancy(server, 'reserved')
    const reserved = await client.call(routes.addresses.create, {
      body: { network: network.id, name: 'db', ip: '10.0.0.77', hostname: 'db', mac: '06:00:00:00:77:01' },
    })
    expect(reserved).toMatchObject({ type: 'reserved', state: 'used', port: null, hostname: 'db' })
    const fixedIps = [{ address: reserved.id }]
    const port = await client.call(routes.ports.create, { body: { network: network.id, fixed_ips: fixedIps } })
    expect(port).toMatchObject({ hostname: 'db', mac: '06:00:00:00:77:01', fixed_ips: [{ ip: '10.0.0.77' }] })
    const params = { id: reserved.id }
    expect(await client.call(routes.addresses.get, { params })).toMatchObject({ port: port.id, name: 'db' })
    const inUse = await refusal(client.call(routes.addresses.delete, { params }))
    expect(inUse).toMatchObject({ code: 'in_use', referrers: [{ kind: 'port', id: port.id }] })
    const other = { network: network.id, mac: '06:00:00:00:77:02', hostname: 'other', fixed_ips: fixedIps }
    const twice = await refusal(client.call(routes.ports.create, { body: other }))
    expect(twice).toMatchObject({ code: 'address_taken', errors: [{ pointer: '/fixed_ips/0/address' }] })
    await client.call(routes.ports.delete, { params: { id: port.id } })
    await confirm()
    expect(await client.call(routes.addresses.get, { params })).toMatchObject({ port: null, state: 'used' })
    await client.call(routes.addresses.delete, { params })
    const list = await client.call(routes.addresses.list, { query: { network: network.id, ip: '10.0.0.77' } })
    expect(list.items).toMatchObject([{ state: 'held', name: null }])
  })

  it('are no way to change what a port has', async () => {
    const { network } = await makeTenancy(server, 'no-way')
    const port = await client.call(routes.ports.create, { body: { network: network.id } })
    const { items } = await client.call(routes.addresses.list, { query: { port: port.id } })
    const refused = await refusal(client.call(routes.addresses.delete, { params: { id: items[0]!.id } }))
    expect(refused).toMatchObject({ code: 'invalid_state', detail: expect.stringContaining(port.id) })
  })
})

describe('addresses as a query', () => {
  it('are paged by network and address, with who has them', async () => {
    const { network, subnet } = await makeTenancy(server, 'paged', '10.9.0.0/28')
    for (let n = 0; n < 4; n++) await client.call(routes.ports.create, { body: { network: network.id } })
    const first = await client.call(routes.addresses.list, { query: { network: network.id, limit: 4 } })
    const second = await client.call(routes.addresses.list, {
      query: { network: network.id, limit: 4, cursor: first.next_cursor ?? '' },
    })
    expect([...first.items, ...second.items].map(({ ip, type }) => `${ip} ${type}`)).toEqual([
      ...['10.9.0.1 gateway', '10.9.0.2 reserved', '10.9.0.3 dynamic', '10.9.0.4 dynamic', '10.9.0.5 dynamic'],
      '10.9.0.6 dynamic',
    ])
    expect(second.next_cursor).toBeNull()
    const gateway = await client.call(routes.addresses.list, { query: { subnet: subnet.id, type: 'gateway' } })
    expect(gateway.items).toMatchObject([{ owner: { kind: 'subnet', id: subnet.id }, port: null }])
  })

  it('are remembered: who had one when, also as CSV', async () => {
    const { network } = await makeTenancy(server, 'history')
    const fixedIps = [{ ip: '10.0.0.50' }]
    const port = await client.call(routes.ports.create, {
      body: { network: network.id, hostname: 'old', fixed_ips: fixedIps },
    })
    await client.call(routes.ports.delete, { params: { id: port.id } })
    await confirm()
    const next = await client.call(routes.ports.create, {
      body: { network: network.id, hostname: 'new', fixed_ips: fixedIps },
    })
    const query = { network: network.id, ip: '10.0.0.50' }
    const { items } = await client.call(routes.addresses.history, { query })
    expect(items.map(({ owner, until }) => [owner?.id, until === null])).toEqual([
      [next.id, true],
      [port.id, false],
    ])
    const then = await client.call(routes.addresses.history, { query: { ...query, at: items[1]!.from } })
    expect(then.items.map(({ hostname }) => hostname)).toEqual(['old'])
    const path = `/v1/address-history?network=${network.id}&ip=10.0.0.50`
    const asked = await send(server, { path, headers: { accept: 'text/csv' } })
    expect(asked.headers.get('content-type')).toContain('text/csv')
    const [header, ...rows] = (await asked.text()).trimEnd().split('\r\n')
    expect(header).toBe('ip,network,subnet,project,type,owner_kind,owner,mac,hostname,from,until')
    expect(rows.map((row) => row.split(',')[8])).toEqual(['new', 'old'])
    const whole = await send(server, { path: `${path}&format=csv` })
    expect([await whole.text(), whole.headers.get('link')]).toEqual([expect.stringContaining('10.0.0.50'), null])
    const page = await send(server, { path: `${path}&format=csv&limit=1` })
    const following = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1] ?? ''
    const [, last] = (await (await send(server, { path: following })).text()).trimEnd().split('\r\n')
    expect(last?.split(',')[8]).toBe('old')
  })

  it('are remembered in one order, however they are paged', async () => {
    const { network } = await makeTenancy(server, 'pages', '10.11.0.0/24')
    const ports = Array.from({ length: 6 }, () => ({ network: network.id }))
    const { items: made } = await client.call(routes.ports.createMany, { body: { ports } })
    for (const { id } of made.slice(0, 3)) await client.call(routes.ports.delete, { params: { id } })
    await confirm()
    const query = { network: network.id }
    const whole = (await client.call(routes.addresses.history, { query })).items
    const paged: typeof whole = []
    for (let cursor: string | null | undefined = undefined; cursor !== null;) {
      const of = { ...query, limit: 2, ...(cursor !== undefined && { cursor }) }
      const page: { items: typeof whole; next_cursor: string | null } = await client.call(routes.addresses.history, {
        query: of,
      })
      paged.push(...page.items)
      cursor = page.next_cursor
    }
    expect(whole.length).toBeGreaterThanOrEqual(6)
    expect(paged).toEqual(whole)
  })

  it('tell when a subnet is almost full, and when it is not any more', async () => {
    const { network, subnet } = await makeTenancy(server, 'threshold', '10.8.0.0/28')
    const read = async (): Promise<string | undefined> =>
      (await client.call(routes.subnets.get, { params: { id: subnet.id } })).status.conditions[0]?.reason
    const made = await client.call(routes.ports.createMany, {
      body: { ports: Array.from({ length: 10 }, () => ({ network: network.id })) },
    })
    await eventually(async () => ((await read()) === 'Above80Percent' ? true : undefined), {
      what: '80 %',
      timeoutMs: 15_000,
    })
    await client.call(routes.ports.createMany, { body: { ports: [{ network: network.id }, { network: network.id }] } })
    await eventually(async () => ((await read()) === 'Above95Percent' ? true : undefined), {
      what: '95 %',
      timeoutMs: 15_000,
    })
    const events = await server.rows(`select from event where resource_id = $1 and action = 'status'`, [subnet.id])
    expect(events.length).toBeGreaterThanOrEqual(2)
    expect(made.items).toHaveLength(10)
  })
})

describe('many ports in one request', () => {
  it('are made all or none, and the refusal points to the one', async () => {
    const { network } = await makeTenancy(server, 'bulk', '10.7.0.0/24')
    const ports = Array.from({ length: 100 }, (_, n) => ({ network: network.id, hostname: `vm${String(n)}` }))
    const made = await client.call(routes.ports.createMany, { body: { ports } })
    expect(new Set(made.items.map(({ fixed_ips }) => fixed_ips[0]?.ip)).size).toBe(100)
    expect(made.items.map(({ hostname }) => hostname)).toEqual(ports.map(({ hostname }) => hostname))
    const again = [{ network: network.id }, { network: network.id, hostname: 'vm7' }]
    const problem = await refusal(client.call(routes.ports.createMany, { body: { ports: again } }))
    expect(problem).toMatchObject({ code: 'hostname_taken', errors: [{ pointer: '/ports/1/hostname' }] })
    const counts = await server.rows(
      `select (select count(*)::int from port where network_id = $1) as ports,
         (select count(*)::int from address where network_id = $1 and owner_kind = 'port') as addresses`,
      [network.id],
    )
    expect(counts).toEqual([{ ports: 100, addresses: 100 }])
  })

  it('are answered again when the same list with ids comes again', async () => {
    const { network } = await makeTenancy(server, 'bulk-again', '10.6.0.0/24')
    const ports = [1, 2].map((n) => ({
      id: `0198c5a1-3333-7000-8000-00000000000${String(n)}` as Port['id'],
      network: network.id,
    }))
    const first = await client.call(routes.ports.createMany, { body: { ports } })
    expect(await client.call(routes.ports.createMany, { body: { ports } })).toEqual(first)
  })
})

describe('a change of a port', () => {
  it('moves it to another subnet, and keeps what it gives back until OVN has confirmed', async () => {
    const { network, subnet } = await makeTenancy(server, 'moving')
    const other = await addSubnet(network.id, { name: 'other', cidr: '10.0.1.0/24' })
    const port = await client.call(routes.ports.create, { body: { network: network.id } })
    const params = { id: port.id }
    const both = await client.call(routes.ports.update, {
      params,
      body: { fixed_ips: [{ subnet: other.id }, { subnet: subnet.id }] },
    })
    expect(both.fixed_ips.map(({ ip }) => ip)).toEqual(['10.0.1.3', '10.0.0.3'])
    const moved = await client.call(routes.ports.update, { params, body: { fixed_ips: [{ subnet: other.id }] } })
    expect(moved).toMatchObject({ generation: 3, fixed_ips: [{ ip: '10.0.1.3' }] })
    const { items } = await client.call(routes.addresses.list, { query: { network: network.id, ip: '10.0.0.3' } })
    expect(items).toMatchObject([{ state: 'releasing', owner: { id: port.id } }])
    const back = await client.call(routes.ports.update, { params, body: { fixed_ips: [{ ip: '10.0.0.3' }] } })
    expect(back.fixed_ips.map(({ ip }) => ip)).toEqual(['10.0.0.3'])
  })

  it('leaves it in no group, or in those that it names, of its own project', async () => {
    const { network } = await makeTenancy(server, 'groups')
    const port = await client.call(routes.ports.create, { body: { network: network.id } })
    expect(port.security_groups).toHaveLength(1)
    const params = { id: port.id }
    const none = await client.call(routes.ports.update, { params, body: { security_groups: [] } })
    expect(none.security_groups).toEqual([])
    const back = await client.call(routes.ports.update, { params, body: { security_groups: port.security_groups } })
    expect(back.security_groups).toEqual(port.security_groups)
    const both = { port_security: false, security_groups: port.security_groups }
    expect((await refusal(client.call(routes.ports.update, { params, body: both }))).errors).toMatchObject([
      { pointer: '/security_groups' },
    ])
    const off = await client.call(routes.ports.update, { params, body: { port_security: false } })
    expect(off.security_groups).toEqual([])
    expect(port.libvirt_xml).toContain(`interfaceid='${port.id}'`)
  })
})

describe('reserved ranges and blocks that come again', () => {
  it('hand out nothing that is reserved', async () => {
    const { network } = await makeTenancy(server, 'ranges', '10.5.0.0/24')
    const body = { name: 'r', cidr: '10.5.1.0/29', reserved_ranges: [{ start: '10.5.1.3', end: '10.5.1.5' }] }
    const subnet = await addSubnet(network.id, body)
    const create = async (ip?: string): Promise<Port> =>
      await client.call(routes.ports.create, {
        body: { network: network.id, fixed_ips: [{ subnet: subnet.id, ...(ip !== undefined && { ip }) }] },
      })
    expect((await create()).fixed_ips[0]?.ip).toBe('10.5.1.6')
    expect((await refusal(create())).code).toBe('subnet_exhausted')
    expect((await refusal(create('10.5.1.4'))).code).toBe('address_reserved')
  })

  it('refuse a gateway that a port being deleted still has, by its name', async () => {
    const { network, subnet } = await makeTenancy(server, 'again', '10.4.0.0/24')
    const port = await client.call(routes.ports.create, {
      body: { network: network.id, name: 'old', fixed_ips: [{ ip: '10.4.0.9' }] },
    })
    await client.call(routes.ports.delete, { params: { id: port.id } })
    await client.call(routes.subnets.delete, { params: { id: subnet.id } })
    const refused = await refusal(addSubnet(network.id, { name: 'next', cidr: '10.4.0.0/24', gateway: '10.4.0.9' }))
    expect(refused).toMatchObject({ code: 'address_taken', errors: [{ pointer: '/gateway', value: '10.4.0.9' }] })
    expect(refused.detail).toContain('port "old", which is being deleted,')
  })
})
