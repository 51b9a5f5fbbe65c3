import { afterAll, beforeAll, expect, it } from '@jest/globals'
import {
  routes,
  type CreateLoadBalancerMember,
  type LoadBalancer,
  type LoadBalancerMember,
  type LoadBalancerPool,
  type Network,
  type Port,
} from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'

/** Many members in one request. */

let server: TestServer
let shop: Tenancy
let port: Port
beforeAll(async () => {
  server = await startServer()
  shop = await makeTenancy(server, 'bulk-shop')
  port = await makePort()
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')

let count = 0
const unique = (what: string): string => `${what}-${String(++count)}`
const makePort = async (network: Network = shop.network, rest: object = {}): Promise<Port> =>
  await admin().call(routes.ports.create, { body: { network: network.id, name: unique('vm'), ...rest } })
const makeBalancer = async (): Promise<LoadBalancer> =>
  await admin().call(routes.loadBalancers.create, {
    body: { project: shop.project.id, name: unique('lb'), vip: { subnet: shop.subnet.id } },
  })
const makePool = async (balancer: LoadBalancer, healthCheck: object | null = null): Promise<LoadBalancerPool> =>
  await admin().call(routes.loadBalancerPools.create, {
    body: { load_balancer: balancer.id, name: unique('pool'), health_check: healthCheck },
  })

type Member = Pick<CreateLoadBalancerMember, 'pool' | 'target'> & Partial<CreateLoadBalancerMember>
const createMany = async (members: readonly Member[], options = {}): Promise<readonly LoadBalancerMember[]> =>
  (await admin().call(routes.loadBalancerMembers.createMany, { body: { members: [...members] } }, options)).items
const at = (pool: LoadBalancerPool, number: number, rest: Partial<CreateLoadBalancerMember> = {}): Member => ({
  ...{ pool: pool.id, target: { port: port.id, port_number: number } },
  ...rest,
})

it('makes members of several pools at once: in their order, by one generation of the load balancer', async () => {
  const balancer = await makeBalancer()
  const pools = [await makePool(balancer), await makePool(balancer, {})]
  const generation = async (): Promise<number> =>
    (await admin().call(routes.loadBalancers.get, { params: { id: balancer.id } })).generation
  const before = await generation()
  const wanted = Array.from({ length: 200 }, (_, n) => at(pools[n % 2]!, 1_000 + n, { enabled: n % 3 !== 0 }))
  const made = await createMany(wanted)
  expect(made.map(({ pool, target, enabled }) => [pool, target.port_number, enabled])).toEqual(
    wanted.map(({ pool, target, enabled }) => [pool, target.port_number, enabled]),
  )
  expect(made[7]).toEqual(await admin().call(routes.loadBalancerMembers.get, { params: { id: made[7]!.id } }))
  expect([await generation(), ...new Set(made.map((member) => member.generation))]).toEqual([before + 1, before + 1])
  const ids = made.map(({ id }) => id)
  expect(await server.rows(`select from event where resource_id = any($1)`, [ids])).toHaveLength(200)
  expect(await server.rows(`select from audit where resource_id = any($1)`, [ids])).toHaveLength(200)
  // The probed pool's members have a source.
  const source = `select from address where subnet_id = $1 and type = 'reserved' and owner_kind = 'subnet'`
  expect(await server.rows(source, [shop.subnet.id])).toHaveLength(1)
})

it('makes all or none, and points to the one that is refused', async () => {
  const balancer = await makeBalancer()
  const [pool, foreign] = [await makePool(balancer), await makePool(await makeBalancer())]
  const [there] = await createMany([at(pool, 80)])
  const silent = await makePort(shop.network, { fixed_ips: [] })
  const nowhere = '0198c5a1-3333-7000-8000-000000000099'
  for (const [member, code, pointer] of [
    [at(pool, 80), 'already_exists', '/members/1/target'],
    [at(pool, 81), 'already_exists', '/members/1/target'],
    [at(pool, 82, { id: there!.id }), 'id_taken', '/members/1/id'],
    [{ ...at(pool, 82), target: { port: silent.id, port_number: 82 } }, 'invalid_state', '/members/1/target/port'],
    [
      { ...at(pool, 82), target: { port: port.id, fixed_ip: '10.0.0.250', port_number: 82 } },
      'address_outside_subnet',
      '/members/1/target/fixed_ip',
    ],
    [at(foreign, 82), 'reference_not_found', '/members/1/pool'],
    [at({ ...pool, id: nowhere as LoadBalancerPool['id'] }, 82), 'reference_not_found', '/members/1/pool'],
  ] as const)
    expect(await refusal(createMany([at(pool, 81), member]))).toMatchObject({ code, errors: [{ pointer }] })
  expect((await admin().call(routes.loadBalancerPools.get, { params: { id: pool.id } })).member_counts.total).toBe(1)
})

it('is to be tried again when what was in the way is gone meanwhile', async () => {
  const pool = await makePool(await makeBalancer())
  await server.rows(
    `create function lose_target() returns trigger language plpgsql as $$
     begin raise exception 'lost' using errcode = 'unique_violation', constraint = 'load_balancer_member_target'; end $$`,
  )
  await server.rows(
    `create trigger lose before insert on load_balancer_member for each row when (new.port_number = 4242) execute function lose_target()`,
  )
  expect(await refusal(createMany([at(pool, 4242)]))).toMatchObject({ code: 'unavailable', status: 503 })
})

it('answers the same list again, by ids or by a key', async () => {
  const pool = await makePool(await makeBalancer())
  const ids = [1, 2].map((n) => `0198c5a1-3333-7000-8000-00000000000${String(n)}` as LoadBalancerMember['id'])
  const list = ids.map((id, n) => at(pool, 80 + n, { id }))
  const made = await createMany(list)
  expect(await createMany(list)).toEqual(made)
  const keyed = [at(pool, 90)]
  const first = await createMany(keyed, { idempotencyKey: 'members' })
  expect(await createMany(keyed, { idempotencyKey: 'members' })).toEqual(first)
  expect((await refusal(createMany([at(pool, 91)], { idempotencyKey: 'members' }))).code).toBe('idempotency_mismatch')
})

it('keeps quotas, and needs room for the source of probes', async () => {
  const balancer = await makeBalancer()
  const pool = await makePool(balancer)
  const params = { id: shop.project.id }
  const quotas = async (quota: object): Promise<unknown> =>
    await admin().call(routes.projects.update, { params, body: { quotas: quota } })
  await quotas({ load_balancer_member: 0 })
  expect((await refusal(createMany([at(pool, 80)]))).code).toBe('quota_exceeded')
  await quotas({})
  const body = { project: shop.project.id, name: unique('full') }
  const network = await admin().call(routes.networks.create, { body })
  await admin().call(routes.subnets.create, {
    body: { network: network.id, name: 'full', cidr: '10.7.0.0/30', dns_address: null },
  })
  const target = { port: (await makePort(network)).id, port_number: 80 }
  const checked = await makePool(balancer, {})
  expect(await refusal(createMany([{ pool: checked.id, target }]))).toMatchObject({
    code: 'subnet_exhausted',
    errors: [{ pointer: '/members' }],
  })
})
