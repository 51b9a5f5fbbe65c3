import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ApiError, routes, type Port } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import pg from 'pg'
import { REMOVE_PORTS } from '../harness/ports.ts'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'

let server: TestServer
let second: TestServer
beforeAll(async () => {
  server = await startServer()
  // Another server process as far as allocation is concerned: its own guesses, the same database.
  second = await startServer({ databaseUrl: server.databaseUrl })
})
afterAll(async () => {
  await second.close()
  await server.close()
})

/** PostgreSQL breaks a deadlock after a second, and counts it. */
const DEADLOCKS = `select deadlocks::int from pg_stat_database where datname = current_database()`

interface Outcome {
  readonly ips: string[]
  readonly codes: string[]
}

/** Makes ports all at once, by turns on the given servers. */
const createAtOnce = async (servers: readonly TestServer[], network: string, count: number): Promise<Outcome> => {
  const results = await Promise.allSettled(
    Array.from(
      { length: count },
      async (_, index) =>
        await servers[index % servers.length]!.as('admin').call(routes.ports.create, { body: { network } }),
    ),
  )
  const made = results.flatMap((result): Port[] => (result.status === 'fulfilled' ? [result.value] : []))
  const codes = results.flatMap((result) =>
    result.status === 'rejected'
      ? [result.reason instanceof ApiError ? result.reason.code : String(result.reason)]
      : [],
  )
  return { ips: made.map(({ fixed_ips: [first] }) => first!.ip), codes }
}

const hosts = (prefix: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => prefix + String(from + index))
const byNumber = (a: string, b: string): number => Number(a.split('.')[3]) - Number(b.split('.')[3])

describe('addresses for ports that are made at once', () => {
  it.each([
    ['one server', 1],
    ['two servers', 2],
  ])('%s: a /26 gives each of its 60 free addresses once and refuses the rest', async (_, count) => {
    const { project, network } = await makeTenancy(server, `full-${String(count)}`, '10.20.0.0/26')
    const { ips, codes } = await createAtOnce([server, second].slice(0, count), network.id, 64)
    expect(ips.sort(byNumber)).toEqual(hosts('10.20.0.', 3, 62))
    expect(codes).toEqual(Array(4).fill('subnet_exhausted'))
    // A refused port leaves nothing behind.
    const left = await server.rows('select count(*)::int as ports from port where project_id = $1', [project.id])
    expect(left).toEqual([{ ports: 60 }])
    expect(
      await server.rows('select from event where project_id = $1 and kind = $2', [project.id, 'port']),
    ).toHaveLength(60)
  })

  it('find every hole of a subnet that is nearly full', async () => {
    const { network, subnet } = await makeTenancy(server, 'holes', '10.21.0.0/24')
    await createAtOnce([server], network.id, 252)
    const holes = await server.rows<{ id: string }>(
      `select owner_id as id from address where subnet_id = $1 and owner_kind = 'port' and (ip - '10.21.0.0'::inet) % 5 = 0`,
      [subnet.id],
    )
    await server.rows(REMOVE_PORTS, [holes.map(({ id }) => id)])
    const { ips, codes } = await createAtOnce([server, second], network.id, 60)
    expect(ips.sort(byNumber)).toEqual(hosts('10.21.0.', 3, 254).filter((ip) => Number(ip.split('.')[3]) % 5 === 0))
    expect(codes).toHaveLength(10)
  })

  it('come from all allocation ranges and from nowhere else', async () => {
    const { network } = await makeTenancy(server, 'ranges', '10.22.0.0/16')
    const ranges = [
      { start: '10.23.0.10', end: '10.23.0.12' },
      { start: '10.23.0.200', end: '10.23.0.200' },
      { start: '10.23.0.253', end: '10.23.0.254' },
    ]
    const body = { network: network.id, name: 'ranged', cidr: '10.23.0.0/24', allocation_ranges: ranges }
    const ranged = await server.as('admin').call(routes.subnets.create, { body })
    const create = async (): Promise<Port> =>
      await server
        .as('admin')
        .call(routes.ports.create, { body: { network: network.id, fixed_ips: [{ subnet: ranged.id }] } })
    const ips = (await Promise.all(Array.from({ length: 6 }, create))).map(({ fixed_ips: [first] }) => first!.ip)
    expect(ips.sort(byNumber)).toEqual([
      '10.23.0.10',
      '10.23.0.11',
      '10.23.0.12',
      '10.23.0.200',
      '10.23.0.253',
      '10.23.0.254',
    ])
    const problem = await refusal(create())
    expect(problem).toMatchObject({ code: 'subnet_exhausted', errors: [{ pointer: '/fixed_ips/0' }] })
    expect(problem.detail).toContain('subnet "ranged" (10.23.0.0/24)')
  })

  it('follow a change of the ranges at once', async () => {
    const { network, subnet } = await makeTenancy(server, 'new-ranges', '10.24.0.0/24')
    const admin = server.as('admin')
    await admin.call(routes.ports.create, { body: { network: network.id } })
    await admin.call(routes.subnets.update, {
      params: { id: subnet.id },
      body: { allocation_ranges: [{ start: '10.24.0.100', end: '10.24.0.110' }] },
    })
    const port = await admin.call(routes.ports.create, { body: { network: network.id } })
    expect(port.fixed_ips[0]!.ip).toBe('10.24.0.100')
  })

  it('come from the next subnet of the network when the first is full', async () => {
    const { network } = await makeTenancy(server, 'spill', '10.25.0.0/29')
    const body = { network: network.id, name: 'more', cidr: '10.26.0.0/24' }
    await server.as('admin').call(routes.subnets.create, { body })
    const { ips, codes } = await createAtOnce([server], network.id, 6)
    expect(codes).toEqual([])
    expect(ips.filter((ip) => ip.startsWith('10.25.')).sort(byNumber)).toEqual(hosts('10.25.0.', 3, 6))
    expect(ips.filter((ip) => ip.startsWith('10.26.'))).toHaveLength(2)
  })

  it('are not given out again at once after they were given back', async () => {
    const { network } = await makeTenancy(server, 'rotation', '10.27.0.0/24')
    const admin = server.as('admin')
    const create = async (): Promise<Port> => await admin.call(routes.ports.create, { body: { network: network.id } })
    const first = await create()
    await server.rows(REMOVE_PORTS, [[first.id]])
    const next = await create()
    expect([first, next].map(({ fixed_ips: [ip] }) => ip!.ip)).toEqual(['10.27.0.3', '10.27.0.4'])
  })
})

describe('small blocks', () => {
  it.each([
    [29, { gateway: '10.30.0.1', dns: '10.30.0.2', ports: 4 }],
    [30, { gateway: '10.30.0.1', dns: null, ports: 1 }],
    [31, { gateway: '10.30.0.0', dns: null, ports: 1 }],
    [32, { gateway: null, dns: null, ports: 1 }],
  ])('/%d has room for ports, to its last address', async (length, { gateway, dns, ports }) => {
    const name = `small-${String(length)}`
    const { network, subnet } = await makeTenancy(server, name, `10.30.0.0/${String(length)}`)
    expect(subnet).toMatchObject({ gateway, dns_address: dns })
    const { ips, codes } = await createAtOnce([server], network.id, ports + 1)
    expect(ips).toHaveLength(ports)
    expect(codes).toEqual(['subnet_exhausted'])
  })
})

describe('one address for many at once', () => {
  it('goes to one of them', async () => {
    const { network } = await makeTenancy(server, 'one-address', '10.31.0.0/24')
    const body = { network: network.id, fixed_ips: [{ ip: '10.31.0.77' }] }
    const results = await Promise.allSettled(
      Array.from({ length: 16 }, (_, index) =>
        [server, second][index % 2]!.as('admin').call(routes.ports.create, { body }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as ApiError] : []))
    expect(new Set(reasons.map(({ code }) => code))).toEqual(new Set(['address_taken']))
  })

  it('lets no two ports wait for each other that want the same two addresses in opposite order', async () => {
    const { network } = await makeTenancy(server, 'deadlock', '10.32.0.0/24')
    const [a, b] = [{ ip: '10.32.0.10' }, { ip: '10.32.0.11' }]
    const orders = [
      [a, b],
      [b, a],
    ]
    const gate = new pg.Client({ connectionString: server.databaseUrl })
    await gate.connect()
    // Both have to stand before their first address at the same time.
    await gate.query('begin')
    await gate.query('lock table address')
    // One server would let the second wait for the first.
    const attempts = orders.map(
      async (fixed_ips, index) =>
        await [server, second]
          [index]!.as('admin')
          .call(routes.ports.create, { body: { network: network.id, fixed_ips } }),
    )
    const settled = Promise.allSettled(attempts)
    await eventually(
      async () => {
        const waiting = await server.rows(`select from pg_locks where relation = 'address'::regclass and not granted`)
        return waiting.length === 2 ? true : undefined
      },
      { what: 'two waiting ports', timeoutMs: 5_000 },
    )
    const [before] = await server.rows<{ deadlocks: number }>(DEADLOCKS)
    await gate.query('commit')
    await gate.end()
    const codes = (await settled).map((result) =>
      result.status === 'fulfilled' ? 'made' : (result.reason as ApiError).code,
    )
    expect(codes.sort()).toEqual(['address_taken', 'made'])
    expect(await server.rows(DEADLOCKS)).toEqual([before])
  })
})
