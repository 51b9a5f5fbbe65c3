import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type Client, type Network, type Project } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { refusal, send } from '../harness/requests.ts'
import { makeExternal } from '../harness/routing.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { openStream } from '../harness/sse.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'
import { makeToken, type Holder } from '../harness/tokens.ts'

/**
 * What one tenant learns of another, and does to it, where the two meet: in networks that are shared, by tokens with roles in several
 * projects, and once access is taken away. Each route by role and project is test/contract's.
 */

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startServer()
  admin = server.as('admin')
})
afterAll(async () => {
  await server.close()
})

const clientOf = async (project: Project, role: 'admin' | 'operator' | 'viewer'): Promise<Client> =>
  (await makeToken(server, role, project.id)).client

/** Gives a token a role in one more project. */
const bind = async ({ token }: Holder, project: Project, role: 'admin' | 'operator' | 'viewer'): Promise<string> =>
  (await admin.call(routes.roleBindings.create, { body: { token: token.id, project: project.id, role } })).id

/** An owner's network that two guests may use. */
interface Shared {
  readonly owner: Tenancy
  readonly network: Network
  readonly guests: readonly [Tenancy, Tenancy]
  readonly as: Readonly<Record<'owner' | 'guest' | 'other', Client>>
}

const share = async (prefix: string): Promise<Shared> => {
  const owner = await makeTenancy(server, `${prefix}-owner`)
  const guests = [
    await makeTenancy(server, `${prefix}-guest`, '10.1.0.0/24'),
    await makeTenancy(server, `${prefix}-other`, '10.2.0.0/24'),
  ] as const
  const network = await admin.call(routes.networks.update, {
    params: { id: owner.network.id },
    body: { shared_with: guests.map(({ project }) => project.id) },
  })
  const [guest, other] = guests
  const as = {
    owner: await clientOf(owner.project, 'admin'),
    guest: await clientOf(guest.project, 'admin'),
    other: await clientOf(other.project, 'admin'),
  }
  return { owner, network, guests, as }
}

describe('a shared network', () => {
  let shared: Shared
  beforeAll(async () => {
    shared = await share('sight')
  })

  it('is refused to be deleted without naming what guests have in it', async () => {
    const { as, network, owner, guests } = shared
    const port = await as.guest.call(routes.ports.create, {
      body: { network: network.id, name: 'secret-port', hostname: 'secret-host' },
    })
    for (const deletion of [
      as.owner.call(routes.subnets.delete, { params: { id: owner.subnet.id } }),
      as.owner.call(routes.networks.delete, { params: { id: network.id } }),
      as.owner.call(routes.networks.update, { params: { id: network.id }, body: { shared_with: [] } }),
    ]) {
      const refused = await refusal(deletion)
      expect(refused.code).toBe('in_use')
      expect(JSON.stringify(refused)).not.toMatch(new RegExp(`secret|${port.id}|${guests[0].project.name}`))
      if (refused.referrers?.every(({ kind }) => kind === 'subnet') !== true)
        expect(refused.referrers).toContainEqual({
          kind: 'project',
          id: guests[0].project.id,
          name: guests[0].project.id,
        })
    }
    const named = await refusal(admin.call(routes.subnets.delete, { params: { id: owner.subnet.id } }))
    expect(named.referrers).toContainEqual({ kind: 'port', id: port.id, name: 'secret-port' })
  })

  it('does not tell one guest of the others', async () => {
    const { as, network, guests } = shared
    const router = await as.other.call(routes.routers.create, {
      body: { project: guests[1].project.id, name: 'theirs' },
    })
    await as.other.call(routes.routerInterfaces.create, {
      body: { router: router.id, subnet: shared.owner.subnet.id, ip: '10.0.0.50' },
    })
    const params = { id: network.id }
    const other = { shared_with: [guests[1].project.id], routers: [router.id] }
    expect(await as.other.call(routes.networks.get, { params })).toMatchObject(other)
    const guest = { shared_with: [guests[0].project.id], routers: [] }
    expect(await as.guest.call(routes.networks.get, { params })).toMatchObject(guest)
    const { items } = await as.guest.call(routes.networks.list, { query: { name: network.name, type: 'overlay' } })
    expect(items.find(({ id }) => id === network.id)).toMatchObject(guest)
    expect((await as.owner.call(routes.networks.get, { params })).shared_with).toHaveLength(2)
  })

  it("does not answer its owner's guesses at labels, owners and names of guests' addresses", async () => {
    const { as, network } = shared
    const reserved = await as.guest.call(routes.addresses.create, {
      body: { network: network.id, name: 'spare', labels: { plan: 'merger' } },
    })
    const port = await as.guest.call(routes.ports.create, { body: { network: network.id } })
    const query = { network: network.id }
    const all = await as.owner.call(routes.addresses.list, { query })
    expect(all.items.map(({ ip }) => ip)).toContain(reserved.ip)
    for (const guess of [{ label_selector: 'plan=merger' }, { label_selector: 'plan' }, { port: port.id }]) {
      expect((await as.owner.call(routes.addresses.list, { query: { ...query, ...guess } })).items).toEqual([])
      expect((await as.guest.call(routes.addresses.list, { query: { ...query, ...guess } })).items).toHaveLength(1)
    }
  })

  it('cannot be closed while a guest has a port in it that has no address', async () => {
    const { as, network, guests } = await share('close')
    await as.guest.call(routes.ports.create, { body: { network: network.id, fixed_ips: [] } })
    const closing = as.owner.call(routes.networks.update, {
      params: { id: network.id },
      body: { shared_with: [guests[1].project.id] },
    })
    expect(await refusal(closing)).toMatchObject({
      code: 'in_use',
      referrers: [{ kind: 'project', id: guests[0].project.id }],
    })
  })

  it('is closed either before a guest puts something in, or not at all', async () => {
    const { as, network, guests } = await share('race')
    for (let round = 0; round < 20; round += 1) {
      const [guest] = guests
      const params = { id: network.id }
      await admin.call(routes.networks.update, { params, body: { shared_with: [guest.project.id] } })
      const [closed, made] = await Promise.allSettled([
        as.owner.call(routes.networks.update, { params, body: { shared_with: [] } }),
        as.guest.call(routes.ports.create, { body: { network: network.id } }),
      ])
      expect([closed.status, made.status]).not.toEqual(['fulfilled', 'fulfilled'])
      if (made.status === 'fulfilled') await as.guest.call(routes.ports.delete, { params: { id: made.value.id } })
    }
  })
})

describe('routers of others', () => {
  it('translate nothing for a guest, but for the one that its network was given', async () => {
    const { as, owner, guests } = await share('nat')
    const external = await makeExternal(server, 'nat-ext', [owner.project, ...guests.map(({ project }) => project)])
    const [guest, other] = guests
    const gateway = { network: external.network.id }
    const theirs = await as.other.call(routes.routers.create, {
      body: { project: other.project.id, name: 'theirs', external_gateway: gateway },
    })
    await as.other.call(routes.routerInterfaces.create, {
      body: { router: theirs.id, subnet: owner.subnet.id, ip: '10.0.0.50' },
    })
    const port = await as.guest.call(routes.ports.create, { body: { network: owner.network.id } })
    const body = { project: guest.project.id, network: external.network.id, port: port.id }
    const refused = await refusal(as.guest.call(routes.floatingIps.create, { body: { ...body, name: 'secret-ip' } }))
    expect(refused).toMatchObject({ code: 'invalid_state', errors: [{ pointer: '/port' }] })
    expect(JSON.stringify(refused)).not.toContain('theirs')
    const given = await as.owner.call(routes.routers.create, {
      body: { project: owner.project.id, name: 'given', external_gateway: gateway },
    })
    await as.owner.call(routes.routerInterfaces.create, { body: { router: given.id, subnet: owner.subnet.id } })
    const made = await as.guest.call(routes.floatingIps.create, { body: { ...body, name: 'secret-ip' } })
    expect(made.router).toBe(given.id)
    const kept = await refusal(as.owner.call(routes.routers.delete, { params: { id: given.id } }))
    expect(JSON.stringify(kept)).not.toMatch(new RegExp(`secret-ip|${made.id}`))
  })
})

describe('a token with roles in several projects', () => {
  it('carves nothing from a pool of another project than the network', async () => {
    const [a, b] = [await makeTenancy(server, 'pool-a'), await makeTenancy(server, 'pool-b', '10.1.0.0/24')]
    const holder = await makeToken(server, 'viewer', a.project.id)
    await bind(holder, b.project, 'admin')
    const pool = await admin.call(routes.subnetPools.create, {
      body: { project: a.project.id, name: 'pool', prefixes: ['10.64.0.0/16'], default_prefix_length: 24 },
    })
    const body = { network: b.network.id, name: 'carved', pool: pool.id }
    expect(await refusal(holder.client.call(routes.subnets.create, { body }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ pointer: '/pool' }],
    })
  })

  it('reads no part again, by its key or by waiting, in a project that it has lost', async () => {
    const [a, b] = [await makeTenancy(server, 'lost-a'), await makeTenancy(server, 'lost-b', '10.1.0.0/24')]
    const holder = await makeToken(server, 'viewer', a.project.id)
    const binding = await bind(holder, b.project, 'admin')
    const group = await admin.call(routes.securityGroups.create, { body: { project: b.project.id, name: 'web' } })
    const body = { security_group: group.id, direction: 'ingress' as const, ethertype: 'ipv4' as const }
    const request = { body, query: { wait: 'applied' as const, wait_timeout: 1 } }
    const key = { idempotencyKey: 'lost' }
    const rule = await holder.client.call(routes.securityGroupRules.create, request, key)
    await admin.call(routes.roleBindings.delete, { params: { id: binding } })
    await admin.call(routes.securityGroupRules.update, { params: { id: rule.id }, body: { description: 'secret' } })
    const isLost = async (): Promise<true | undefined> => {
      const read = holder.client.call(routes.securityGroupRules.get, { params: { id: rule.id } })
      return (await refusal(read)).code === 'not_found' || undefined
    }
    await eventually(isLost, { timeoutMs: 5_000, what: 'end of the role' })
    const again = await holder.client.call(routes.securityGroupRules.create, request, key)
    expect(again).toMatchObject({ id: rule.id, generation: rule.generation, description: '' })
  })
})

describe('whoever waits', () => {
  it('is told nothing more once the token is revoked', async () => {
    const { project, network } = await makeTenancy(server, 'revoked')
    const holder = await makeToken(server, 'viewer', project.id)
    const waiting = refusal(
      holder.client.call(routes.networks.get, {
        params: { id: network.id },
        query: { wait: 'realized', wait_timeout: 20 },
      }),
    )
    await admin.call(routes.tokens.delete, { params: { id: holder.token.id } })
    await admin.call(routes.networks.update, { params: { id: network.id }, body: { description: 'secret' } })
    expect((await waiting).code).toBe('unauthenticated')
  })
})

describe('a stream', () => {
  it.each([
    ['node', '/v1/nodes/hv1/desired'],
    ['feed', '/v1/dns/zones'],
  ] as const)('of a %s ends once its token is revoked', async (role, path) => {
    await server.as('node').call(routes.nodes.register, {
      params: { name: 'hv1' },
      body: { encap_ip: '192.0.2.1', agent_version: '0.1.0', bridge_mappings: {} },
    })
    const holder = await makeToken(server, role, null)
    const stream = await openStream(server.endpoint + path, holder.secret)
    expect(stream.status).toBe(200)
    await admin.call(routes.tokens.delete, { params: { id: holder.token.id } })
    await eventually(() => stream.ended() || undefined, { timeoutMs: 5_000, what: 'end of the stream' })
  })
})

describe('an admin of a project', () => {
  it('does not learn by a name that it cannot take whether another project has it', async () => {
    const [own, foreign] = [
      await makeTenancy(server, 'name-own'),
      await makeTenancy(server, 'name-foreign', '10.1.0.0/24'),
    ]
    const client = await clientOf(own.project, 'admin')
    for (const name of [foreign.project.name, 'name-nobody'])
      expect(
        (await refusal(client.call(routes.projects.update, { params: { id: own.project.id }, body: { name } }))).code,
      ).toBe('forbidden')
  })

  it('gets no more public addresses by reserving them than its quota of addresses lets', async () => {
    const own = await makeTenancy(server, 'reserve-own')
    const external = await makeExternal(server, 'reserve-ext', [own.project])
    const client = await clientOf(own.project, 'admin')
    const params = { id: own.project.id }
    await admin.call(routes.projects.update, { params, body: { quotas: { floating_ip: 0, address: 1 } } })
    const body = { network: external.network.id, name: 'spare' }
    await client.call(routes.addresses.create, { body })
    expect((await refusal(client.call(routes.addresses.create, { body: { ...body, name: 'more' } }))).code).toBe(
      'quota_exceeded',
    )
    const { items } = await client.call(routes.projects.usage, { params })
    expect(items).toContainEqual({ kind: 'address', used: 1, quota: 1 })
  })
})

describe('what a body may hold', () => {
  it.each([
    ['{"__proto__": {"role": "platform_admin"}, "name": "x"}'],
    ['{"name": "x", "constructor": {"prototype": {"role": "admin"}}}'],
    ['{"name": "x", "labels": {"__proto__": "y"}}'],
  ])('takes no keys of prototypes: %s', async (body) => {
    const response = await send(server, { method: 'POST', path: '/v1/projects', body })
    expect(response.status).toBe(400)
    await response.text()
  })
})
