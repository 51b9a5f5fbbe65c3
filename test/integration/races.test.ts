import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Client, routes, type Network, type Port, type SecurityGroup, type Subnet } from '@quantumnet/api'
import { makeRouted } from '../harness/routing.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { stallWrites, type Stall } from '../harness/stalled.ts'
import { makeTenancy } from '../harness/tenancy.ts'

/** Two servers on one database, and requests that meet at a known place. */
let server: TestServer
let other: TestServer
beforeAll(async () => {
  server = await startServer()
  other = await startServer({ databaseUrl: server.databaseUrl })
})
afterAll(async () => {
  await other.close()
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')
const elsewhere = (): ReturnType<TestServer['as']> => other.as('admin')

let made = 0
const name = (): string => `race${String((made += 1))}`
const makePort = async (network: Pick<Network, 'id'>, body: object = {}): Promise<Port> =>
  await admin().call(routes.ports.create, { body: { network: network.id, name: name(), ...body } })
const read = async ({ id }: Port): Promise<Port> => await admin().call(routes.ports.get, { params: { id } })
const makeGroup = async (project: string): Promise<SecurityGroup> =>
  await admin().call(routes.securityGroups.create, {
    body: { project: project, name: name() },
  })

/** How a call ended: undefined when it was carried out, else the code of its refusal. */
const outcome = async (call: Promise<unknown>): Promise<string | undefined> => {
  const [result] = await Promise.allSettled([call])
  if (result.status === 'fulfilled') return undefined
  const { problem } = result.reason as { problem?: { code: string } }
  return problem?.code ?? String(result.reason)
}

/**
 * The first call stops where it writes to `table`, with the locks that it has by then; the second follows, and ends or waits too; then both
 * may go on.
 */
const inTurn = async (
  table: string,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<(string | undefined)[]> => {
  const stall: Stall = await stallWrites(server.databaseUrl, table)
  try {
    const one = outcome(first())
    await stall.waiting(1)
    const two = outcome(second())
    await Promise.race([stall.waiting(2), two])
    await stall.end()
    return await Promise.all([one, two])
  } finally {
    await stall.end()
  }
}

describe('two changes of one port', () => {
  it('do not both begin from the addresses that it had before', async () => {
    const { network } = await makeTenancy(server, name())
    const port = await makePort(network, { fixed_ips: [{ ip: '10.0.0.10' }] })
    const change = (client: ReturnType<TestServer['as']>, ip: string): Promise<Port> =>
      client.call(routes.ports.update, {
        params: { id: port.id },
        body: { fixed_ips: [{ ip: '10.0.0.10' }, { ip }] },
      })
    const outcomes = await inTurn(
      'address',
      () => change(admin(), '10.0.0.11'),
      () => change(elsewhere(), '10.0.0.12'),
    )
    expect(outcomes).toEqual([undefined, undefined])
    expect((await read(port)).fixed_ips.map(({ ip }) => ip)).toEqual(['10.0.0.10', '10.0.0.12'])
  })

  it('have every group reconciled that the port was in when it went', async () => {
    const { project, network } = await makeTenancy(server, name())
    const [first, second] = [await makeGroup(project.id), await makeGroup(project.id)]
    const port = await makePort(network, { security_groups: [first.id] })
    const outcomes = await inTurn(
      'port_security_group',
      () => admin().call(routes.ports.update, { params: { id: port.id }, body: { security_groups: [second.id] } }),
      () => elsewhere().call(routes.ports.delete, { params: { id: port.id } }),
    )
    expect(outcomes).toEqual([undefined, undefined])
    const [after] = await server.rows<{ told: number }>(
      `select count(*) as told from dirty where id = $1 and seq > (select max(seq) from dirty where id = $2)`,
      [second.id, port.id],
    )
    expect(Number(after?.told)).toBe(1)
  })
})

describe('two ports that want to exchange their addresses', () => {
  const deadlocks = async (): Promise<number> => {
    const [row] = await server.rows<{ deadlocks: string }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    )
    return Number(row?.deadlocks)
  }

  it('are refused by turns, and wait for each other in one order only', async () => {
    const { network } = await makeTenancy(server, name())
    const [ip, otherIp] = ['10.0.0.20', '10.0.0.10']
    const one = await makePort(network, { fixed_ips: [{ ip }] })
    const two = await makePort(network, { fixed_ips: [{ ip: otherIp }] })
    const change = async (client: ReturnType<TestServer['as']>, { id }: Port, to: string): Promise<unknown> =>
      await client.call(routes.ports.update, { params: { id }, body: { fixed_ips: [{ ip: to }] } })
    const before = await deadlocks()
    const outcomes = await inTurn(
      'address',
      async () => await change(admin(), one, otherIp),
      async () => await change(elsewhere(), two, ip),
    )
    expect(outcomes).toEqual(['address_taken', 'address_taken'])
    expect(await deadlocks()).toBe(before)
    expect([await read(one), await read(two)].map(({ fixed_ips: [first] }) => first?.ip)).toEqual([ip, otherIp])
  })
})

describe('an address of a port that something is made to lead to', () => {
  it('stays the port’s: a floating IP', async () => {
    const { project, network, external } = await makeRouted(server, name())
    const port = await makePort(network)
    const outcomes = await inTurn(
      'floating_ip',
      () =>
        admin().call(routes.floatingIps.create, {
          body: { project: project.id, name: name(), network: external.network.id, port: port.id },
        }),
      () =>
        elsewhere().call(routes.ports.update, { params: { id: port.id }, body: { fixed_ips: [{ ip: '10.0.0.77' }] } }),
    )
    expect(outcomes).toEqual([undefined, 'in_use'])
    expect((await read(port)).fixed_ips).toEqual(port.fixed_ips)
  })

  it('stays the port’s: an interface of a router', async () => {
    const { project, network } = await makeTenancy(server, name())
    const router = await admin().call(routes.routers.create, { body: { project: project.id, name: name() } })
    const port = await makePort(network)
    const outcomes = await inTurn(
      'router_interface',
      () => admin().call(routes.routerInterfaces.create, { body: { router: router.id, port: port.id } }),
      () =>
        elsewhere().call(routes.ports.update, { params: { id: port.id }, body: { fixed_ips: [{ ip: '10.0.0.78' }] } }),
    )
    expect(outcomes).toEqual([undefined, 'in_use'])
    expect((await read(port)).fixed_ips).toEqual(port.fixed_ips)
  })
})

describe('a network that is shared no longer', () => {
  it('is not taken from a project that puts a port into it', async () => {
    const { network } = await makeTenancy(server, name())
    const guest = await admin().call(routes.projects.create, { body: { name: name() } })
    const share = (shared: readonly string[]): Promise<Network> =>
      elsewhere().call(routes.networks.update, {
        params: { id: network.id },
        body: { shared_with: shared as Network['shared_with'] },
      })
    await share([guest.id])
    const outcomes = await inTurn(
      'mac_address',
      () => makePort(network, { project: guest.id }),
      () => share([]),
    )
    expect(outcomes).toEqual([undefined, 'in_use'])
  })

  it('keeps the MTU that a subnet of IPv6 in the making needs', async () => {
    const { network } = await makeTenancy(server, name())
    const outcomes = await inTurn(
      'subnet',
      () =>
        admin().call(routes.subnets.create, { body: { network: network.id, name: name(), cidr: '2001:db8:7::/64' } }),
      () => elsewhere().call(routes.networks.update, { params: { id: network.id }, body: { mtu: 1000 } }),
    )
    expect(outcomes).toEqual([undefined, 'invalid_request'])
  })
})

describe('a subnet that comes to a network which a router faces', () => {
  const block = '10.77.0.0/24'
  const makeInner = async (project: string): Promise<string> => {
    const inner = await admin().call(routes.networks.create, {
      body: { project: project, name: name() },
    })
    const body = { network: inner.id, name: name(), cidr: block }
    return (await admin().call(routes.subnets.create, { body })).id
  }
  const makeOuter = ({ id }: Pick<Network, 'id'>): Promise<Subnet> =>
    admin().call(routes.subnets.create, { body: { network: id, name: name(), cidr: block } })

  it('is not one that comes behind the router at the same time', async () => {
    const { router, project, external } = await makeRouted(server, name())
    const subnet = await makeInner(project.id)
    const join = (): Promise<unknown> =>
      elsewhere().call(routes.routerInterfaces.create, { body: { router: router.id, subnet } })
    expect(await inTurn('subnet', () => makeOuter(external.network), join)).toEqual([undefined, 'cidr_overlaps'])
  })

  it('is refused when the router is first', async () => {
    const { router, project, external } = await makeRouted(server, name())
    const subnet = await makeInner(project.id)
    const join = (): Promise<unknown> =>
      elsewhere().call(routes.routerInterfaces.create, { body: { router: router.id, subnet } })
    const outcomes = await inTurn('router_interface', join, () => makeOuter(external.network))
    expect(outcomes).toEqual([undefined, 'cidr_overlaps'])
  })

  it('is not one behind a router that gets its gateway there', async () => {
    const { project, router, external } = await makeRouted(server, name())
    const subnet = await makeInner(project.id)
    const patch = { params: { id: router.id } }
    await admin().call(routes.routers.update, { ...patch, body: { external_gateway: null } })
    await admin().call(routes.routerInterfaces.create, { body: { router: router.id, subnet } })
    const face = (): Promise<unknown> =>
      elsewhere().call(routes.routers.update, {
        ...patch,
        body: { external_gateway: { network: external.network.id } },
      })
    expect(await inTurn('subnet', () => makeOuter(external.network), face)).toEqual([undefined, 'cidr_overlaps'])
  })
})

describe('a project that goes', () => {
  it('leaves no reservation behind in a network of another one', async () => {
    const { network } = await makeTenancy(server, name())
    const guest = await admin().call(routes.projects.create, { body: { name: name() } })
    await admin().call(routes.networks.update, { params: { id: network.id }, body: { shared_with: [guest.id] } })
    const outcomes = await inTurn(
      'address',
      () => admin().call(routes.addresses.create, { body: { network: network.id, project: guest.id, name: name() } }),
      () => elsewhere().call(routes.projects.delete, { params: { id: guest.id } }),
    )
    expect(outcomes).toEqual([undefined, 'in_use'])
  })
})

describe('requests that share a transaction', () => {
  it('are carried out although the database does not take one of them', async () => {
    const { network } = await makeTenancy(server, name())
    await server.rows(`alter table port add constraint never check (name <> 'poison')`)
    // Without the check that every answer is documented: this one must never come.
    const client = new Client({ endpoint: server.endpoint, token: server.tokens.admin, attempts: 1 })
    const names = ['poison', ...Array.from({ length: 20 }, name)]
    const outcomes = await Promise.all(
      names.map((each) => outcome(client.call(routes.ports.create, { body: { network: network.id, name: each } }))),
    )
    await server.rows('alter table port drop constraint never')
    expect(outcomes).toEqual(names.map((each) => (each === 'poison' ? 'internal' : undefined)))
    const [left] = await server.rows<{ ports: string; addresses: string; macs: string }>(
      `select (select count(*) from port where network_id = $1) as ports,
         (select count(*) from address where network_id = $1 and owner_kind = 'port') as addresses,
         (select count(*) from mac_address m where network_id = $1 and exists (select from port where id = m.owner_id)) as macs`,
      [network.id],
    )
    expect(left).toEqual({ ports: '20', addresses: '20', macs: '20' })
  })
})

describe('many who take and give back the same few addresses on two servers', () => {
  it('wait for each other, and leave nothing that is nobody’s', async () => {
    const { network, subnet } = await makeTenancy(server, name(), '10.0.0.0/27')
    await admin().call(routes.subnets.update, { params: { id: subnet.id }, body: { hold_down: 0 } })
    const lasting: Port[] = await Promise.all([40, 41, 42].map(async () => await makePort(network)))
    const codes = new Map<string, number>()
    const note = async (call: Promise<unknown>): Promise<void> => {
      const code = (await outcome(call)) ?? 'done'
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    const ip = (): string => `10.0.0.${String(3 + Math.floor(Math.random() * 27))}`
    const actions: readonly ((client: ReturnType<TestServer['as']>) => Promise<void>)[] = [
      async (client) => {
        const [port] = await Promise.allSettled([
          client.call(routes.ports.create, { body: { network: network.id, name: name() } }),
        ])
        if (port.status === 'fulfilled') await note(client.call(routes.ports.delete, { params: { id: port.value.id } }))
        else await note(Promise.reject(port.reason as Error))
      },
      async (client) => {
        const ports = Array.from({ length: 3 }, () => ({
          network: network.id,
          name: name(),
          fixed_ips: [{ ip: ip() }],
        }))
        await note(client.call(routes.ports.createMany, { body: { ports } }))
      },
      async (client) => {
        const { id } = lasting[Math.floor(Math.random() * lasting.length)]!
        await note(
          client.call(routes.ports.update, { params: { id }, body: { fixed_ips: [{ ip: ip() }, { ip: ip() }] } }),
        )
      },
      async (client) => {
        await note(client.call(routes.addresses.create, { body: { network: network.id, name: name(), ip: ip() } }))
      },
      async (client) => {
        const rows = await server.rows<Port>(
          `select id from port where network_id = $1 and name <> all($2)
          and deleting_at is null order by random() limit 2`,
          [network.id, lasting.map((port) => port.name)],
        )
        for (const { id } of rows) await note(client.call(routes.ports.delete, { params: { id } }))
      },
      async (client) => {
        const rows = await server.rows<Port>(
          `select id from address where network_id = $1 and name is not null limit 3`,
          [network.id],
        )
        for (const { id } of rows) await note(client.call(routes.addresses.delete, { params: { id: id } }))
      },
      async (client) => {
        const end = `10.0.0.${String(20 + Math.floor(Math.random() * 10))}`
        await note(
          client.call(routes.subnets.update, {
            params: { id: subnet.id },
            body: { allocation_ranges: [{ start: '10.0.0.3', end }] },
          }),
        )
      },
    ]
    await Promise.all(
      Array.from({ length: 16 }, async (_, index) => {
        for (let turn = 0; turn < 25; turn++)
          await actions[Math.floor(Math.random() * actions.length)]!(index % 2 === 0 ? admin() : elsewhere())
      }),
    )
    expect([...codes.keys()].filter((code) => ['internal', 'unavailable'].includes(code))).toEqual([])
    expect(codes.get('done')).toBeGreaterThan(20)
    expect(
      await server.rows(
        `select a.ip from address a where network_id = $1 and owner_kind = 'port' and state = 'used'
           and not exists (select from port p where p.id = a.owner_id and p.deleting_at is null)
         union all
         select null from mac_address m where network_id = $1 and not exists (select from port p where p.id = m.owner_id)
           and not exists (select from address a where a.id = m.owner_id)`,
        [network.id],
      ),
    ).toEqual([])
    for (const port of lasting) expect((await read(port)).fixed_ips.length).toBeLessThanOrEqual(2)
  })
})
