import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { networkRoutes, portRoutes, projectRoutes, settle, subnetRoutes } from '@quantumnet/api'
import { applied, createPorts, createWorld, Databases, Rig, until, type Server, type World } from './rig.ts'

const databases = new Databases()
let rig: Rig
let server: Server

beforeAll(async () => {
  await databases.start()
})
afterAll(async () => {
  await databases.stop()
})
beforeEach(async () => {
  rig = await Rig.start(databases)
  server = await rig.server()
})
afterEach(async () => {
  await rig.close()
})

const membersOf = (table: 'Port_Group' | 'Logical_Switch', name: string): readonly string[] => {
  const row = [...rig.observer.rows(table).values()].find((each) => each['name'] === name)
  const ports = (row?.['ports'] ?? []) as readonly string[]
  return ports.flatMap(
    (uuid) => (rig.observer.rows('Logical_Switch_Port').get(uuid as never)?.['name'] ?? []) as string,
  )
}

/** Ports as commands make them, all in one transaction. */
const insertPorts = async (count: number, of: { project: string; network: string; subnet: string }): Promise<void> => {
  const id = (i: string): string => `('01990000-0000-7000-9000-' || lpad(to_hex(${i}), 12, '0'))::uuid`
  await rig.sql(
    `with made as (
       insert into port (id, project_id, network_id, name, mac, port_security, admin_up, description, labels, create_digest)
       select ${id('i')}, $1, $2, 'p' || i, ('020000' || lpad(to_hex(i), 6, '0'))::macaddr, true, true, '', '{}', ''
       from generate_series(1, $4::int) i),
     held as (
       insert into address (network_id, ip, id, subnet_id, project_id, type, owner_kind, owner_id)
       select $2, '10.0.1.0'::inet + i, gen_random_uuid(), $3, $1, 'dynamic', 'port', ${id('i')} from generate_series(1, $4::int) i),
     joined as (
       insert into port_security_group
       select ${id('i')}, g.id from generate_series(1, $4::int) i, security_group g where g.project_id = $1)
     insert into dirty (kind, id) select 'port', ${id('i')} from generate_series(1, $4::int) i
     union all select 'security_group', g.id from security_group g where g.project_id = $1`,
    of.project,
    of.network,
    of.subnet,
    count,
  )
}

/** From now on, `subnets_left` says how many subnets are dirty at the commit that makes a network applied. */
const noteSubnetsLeft = async (): Promise<void> => {
  await rig.sql(`
    create table subnets_left (subnets int);
    create function note() returns trigger language plpgsql as
      $$ begin insert into subnets_left select count(*) from dirty where kind = 'subnet'; return null; end $$;
    create constraint trigger note after update on network deferrable initially deferred for each row
      when (new.applied_generation > old.applied_generation) execute function note()`)
}

const remove = async ({ project, network, subnet, ports }: World): Promise<void> => {
  for (const { id } of ports) await server.client.call(portRoutes.delete, { params: { id } })
  await server.client.call(subnetRoutes.delete, { params: { id: subnet.id } })
  await server.client.call(networkRoutes.delete, { params: { id: network.id } })
  await server.client.call(projectRoutes.delete, { params: { id: project.id } })
}

describe('from PostgreSQL to OVN', () => {
  it('a project with a network, a subnet and ports becomes rows of ours', async () => {
    const world = await createWorld(server)
    await applied(server, world.ports)
    const kinds = Object.entries(Object.groupBy(rig.owned(), ({ table }) => table)).map(([table, rows]) => [
      table,
      rows.length,
    ])
    expect(Object.fromEntries(kinds)).toEqual({
      Logical_Switch: 1,
      Logical_Switch_Port: 3,
      DHCP_Options: 1,
      Port_Group: 3,
      ACL: 13,
      Address_Set: 2,
      Meter: 15,
      Meter_Band: 15,
      Copp: 1,
    })
    const [vm1] = world.ports
    expect(rig.port(vm1!.id)).toMatchObject({
      addresses: [`${vm1!.mac} ${vm1!.fixed_ips[0]!.ip}`],
      port_security: [`${vm1!.mac} ${vm1!.fixed_ips[0]!.ip}`],
      enabled: true,
    })
    const ids = world.ports.map(({ id }) => id).sort()
    expect(membersOf('Port_Group', 'qn_drop').toSorted()).toEqual(ids)
    expect(membersOf('Logical_Switch', `ls-${world.network.id}`).toSorted()).toEqual(
      [...ids, `dns-${world.subnet.id}`].sort(),
    )
    const [set] = [...rig.observer.rows('Address_Set').values()].filter((row) =>
      (row['name'] as string).endsWith('_v4'),
    )
    expect(set?.['addresses']).toEqual(expect.arrayContaining(world.ports.map((port) => port.fixed_ips[0]!.ip)))
  })

  it('compared once more nothing differs', async () => {
    const world = await createWorld(server)
    await applied(server, world.ports)
    const before = rig.content()
    await until('no key waits', async () => ((await server.drift()).missing === 0 ? true : undefined))
    const owned = rig.owned().length
    expect(await server.repair()).toEqual({ blocked: null, missing: 0, surplus: 0, owned })
    expect(rig.content()).toEqual(before)
  })

  it('a change is an update in place', async () => {
    const world = await createWorld(server, 1)
    const [port] = await applied(server, world.ports)
    const uuid = rig.port(port!.id)?.['_uuid']
    const { id } = port!
    await server.client.call(portRoutes.update, { params: { id }, body: { admin_up: false, node: 'hv1' } })
    await until('the port is down', () => (rig.port(id)?.['enabled'] === false ? true : undefined))
    expect(rig.port(id)).toMatchObject({
      _uuid: uuid,
      options: new Map([
        ['hostname', '"vm1"'],
        ['requested-chassis', 'hv1'],
      ]),
    })
    await server.client.call(portRoutes.update, { params: { id }, body: { port_security: false } })
    await until('the port is in no group', () => (membersOf('Port_Group', 'qn_drop').length === 0 ? true : undefined))
    expect(rig.port(id)).toMatchObject({ _uuid: uuid, port_security: [] })
  })

  it('DHCP of a network reaches its subnets and ports when it is switched off and on', async () => {
    const world = await createWorld(server, 1)
    const [port] = await applied(server, world.ports)
    const dhcp = (): unknown => rig.port(port!.id)?.['dhcpv4_options']
    expect(dhcp()).not.toBeNull()
    const params = { id: world.network.id }
    await server.client.call(networkRoutes.update, { params, body: { dhcp: { enabled: false } } })
    await until('DHCP is off', () =>
      rig.observer.rows('DHCP_Options').size === 0 && dhcp() === null ? true : undefined,
    )
    await server.client.call(networkRoutes.update, { params, body: { dhcp: { enabled: true, lease_time: 600 } } })
    await until('DHCP is on', () => (dhcp() === null ? undefined : true))
    const [options] = [...rig.observer.rows('DHCP_Options').values()]
    expect((options?.['options'] as ReadonlyMap<string, string>).get('lease_time')).toBe('600')
  })

  it('a deletion ends with the rows gone from OVN and PostgreSQL, and the record of it', async () => {
    const world = await createWorld(server, 3)
    await applied(server, world.ports)
    await remove(world)
    const read = async (): Promise<never> =>
      (await server.client.call(projectRoutes.get, { params: { id: world.project.id } })) as never
    await settle(read, { until: 'gone', timeoutMs: 20_000 })
    expect(rig.owned().filter(({ kind }) => kind !== 'platform')).toEqual([])
    const left = await rig.sql(
      `select (select count(*) from port) + (select count(*) from address) + (select count(*) from subnet)
        + (select count(*) from network) + (select count(*) from security_group) + (select count(*) from project) as rows,
        (select count(*) from dirty) as dirty`,
    )
    expect(left).toEqual([{ rows: '0', dirty: '0' }])
    const gone = await rig.sql<{ kind: string; rows: string }>(
      `select kind, count(*) as rows from event where action = 'deleted' group by kind order by kind`,
    )
    expect(gone.map(({ kind, rows }) => `${kind} ${rows}`)).toEqual([
      'network 1',
      'port 3',
      'project 1',
      'security_group 1',
      'subnet 1',
    ])
  })

  it('status follows: applied by OVN, realized when the port is up', async () => {
    const world = await createWorld(server, 1)
    const [port] = await applied(server, world.ports)
    const get = async () => await server.client.call(portRoutes.get, { params: { id: port!.id } })
    expect((await get()).status).toMatchObject({ state: 'applied', applied_generation: 1, realized_generation: 0 })
    const network = await server.client.call(networkRoutes.get, { params: { id: world.network.id } })
    expect(network.status.state).toBe('realized')
    await rig.nbctl('set', 'Logical_Switch_Port', port!.id, 'up=true')
    const up = await until('the port is up', async () =>
      (await get()).binding.state === 'up' ? await get() : undefined,
    )
    expect(up.status).toMatchObject({ state: 'realized', realized_generation: 1 })
    await rig.nbctl('set', 'Logical_Switch_Port', port!.id, 'up=false')
    await until('the port is down', async () => ((await get()).binding.state === 'unbound' ? true : undefined))
  })

  it("a network's new MTU is applied when all its subnets say it, and no port is looked at for it", async () => {
    const { network, ports } = await createWorld(server, 1)
    const cidrs = Array.from({ length: 150 }, (_, index) => `10.1.${String(index)}.0/24`)
    for (const cidr of cidrs)
      await server.client.call(subnetRoutes.create, {
        body: { network: network.id, name: cidr.replaceAll(/[./]/g, '-'), cidr },
      })
    await applied(server, ports)
    await until('no key is dirty', async () => ((await rig.sql('select from dirty')).length === 0 ? true : undefined))
    const params = { id: network.id }
    await noteSubnetsLeft()
    rig.nb.freeze()
    await server.client.call(networkRoutes.update, { params, body: { mtu: 1400 } })
    const marked = await rig.sql<{ kind: string }>('select distinct kind from dirty order by kind')
    rig.nb.thaw()
    expect(marked).toEqual([{ kind: 'network' }, { kind: 'subnet' }])
    await settle(async () => await server.client.call(networkRoutes.get, { params }), {
      until: 'applied',
      timeoutMs: 20_000,
    })
    expect(await rig.sql('select subnets from subnets_left')).toEqual([{ subnets: 0 }])
    expect((await rig.nbctl('--bare', '--columns=_uuid', 'find', 'DHCP_Options', 'options:mtu!=1400')).trim()).toBe('')
    await until('no key is dirty', async () => ((await rig.sql('select from dirty')).length === 0 ? true : undefined))
  })

  it.each<[string, () => Promise<unknown>]>([
    ['look at the drift', async () => await server.drift()],
    ['ask for repairs', async () => await server.repair()],
  ])('changes are applied while clients %s without a pause', async (_, ask) => {
    const world = await createWorld(server, 20)
    let done = false
    const askOn = async (): Promise<void> => {
      while (!done) await ask()
    }
    const clients = [askOn(), askOn(), askOn(), askOn()]
    try {
      await applied(server, world.ports)
      await applied(server, await createPorts(server, world.network, [{}, {}]))
    } finally {
      done = true
      await Promise.all(clients)
    }
  })

  it('a thousand ports take a dozen transactions', async () => {
    const { project, network, subnet } = await createWorld(server, 0)
    await until('no key waits', async () => ((await server.drift()).missing === 0 ? true : undefined))
    let transactions = 0
    rig.observer.on('change', () => (transactions += 1))
    const started = performance.now()
    await insertPorts(1_000, { project: project.id, network: network.id, subnet: subnet.id })
    await until('no key is dirty', async () => ((await rig.sql('select from dirty')).length === 0 ? true : undefined))
    process.stdout.write(
      `1000 ports after ${(performance.now() - started).toFixed(0)} ms, the wait for the poll included\n`,
    )
    expect(membersOf('Port_Group', 'qn_drop')).toHaveLength(1_000)
    expect(transactions).toBeLessThanOrEqual(12)
    expect(await server.drift()).toMatchObject({ missing: 0, surplus: 0 })
  })
})
