import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type Client, type Network, type Project } from '@quantumnet/api'
import { refusal } from '../../harness/requests.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { makeTenancy } from '../../harness/tenancy.ts'
import { makeToken } from '../../harness/tokens.ts'

/** Who may put ports into a shared network, who sees what of them, and whose quota they count against (ADR 24). */

let server: TestServer
let admin: Client
let owner: Client
let guest: Client
let stranger: Client
let network: Network
let [owning, guests]: [Project, Project] = [undefined as never, undefined as never]

beforeAll(async () => {
  server = await startServer()
  admin = server.as('admin')
  const tenancy = await makeTenancy(server, 'owning')
  owning = tenancy.project
  guests = (await makeTenancy(server, 'guests', '10.1.0.0/24')).project
  const other = (await makeTenancy(server, 'others', '10.2.0.0/24')).project
  network = await admin.call(routes.networks.update, {
    params: { id: tenancy.network.id },
    body: { shared_with: [guests.id] },
  })
  const clientOf = async (project: Project, role: 'admin' | 'operator' | 'viewer'): Promise<Client> =>
    (await makeToken(server, role, project.id)).client
  owner = await clientOf(owning, 'admin')
  guest = await clientOf(guests, 'operator')
  stranger = await clientOf(other, 'admin')
})
afterAll(async () => {
  await server.close()
})

describe('a shared network', () => {
  it('is seen with its subnets by the members of those projects, and by nobody else', async () => {
    const params = { id: network.id }
    expect((await guest.call(routes.networks.get, { params })).shared_with).toEqual([guests.id])
    const { items } = await guest.call(routes.subnets.list, { query: { network: network.id } })
    expect(items).toHaveLength(1)
    expect((await refusal(stranger.call(routes.networks.get, { params }))).code).toBe('not_found')
    const change = guest.call(routes.subnets.update, { params: { id: items[0]!.id }, body: { name: 'mine' } })
    expect((await refusal(change)).code).toBe('forbidden')
  })

  it('takes ports of its guests, which are theirs alone', async () => {
    const port = await guest.call(routes.ports.create, { body: { network: network.id, hostname: 'guest' } })
    expect(port).toMatchObject({ project: guests.id, fqdn: 'guest.guests.internal' })
    expect((await refusal(owner.call(routes.ports.get, { params: { id: port.id } }))).code).toBe('not_found')
    const seen = await owner.call(routes.addresses.list, { query: { network: network.id, project: guests.id } })
    expect(seen.items).toMatchObject([
      { project: guests.id, state: 'used', owner: null, port: null, hostname: null, mac: null },
    ])
    const own = await guest.call(routes.addresses.list, { query: { network: network.id } })
    expect(own.items).toMatchObject([{ port: port.id, hostname: 'guest' }])
  })

  it('takes none of others, nor for others', async () => {
    const refused = await refusal(stranger.call(routes.ports.create, { body: { network: network.id } }))
    expect(refused).toMatchObject({ code: 'reference_not_found', errors: [{ pointer: '/network' }] })
    const body = { network: network.id, project: owning.id }
    expect(await refusal(guest.call(routes.ports.create, { body }))).toMatchObject({
      ...{ code: 'reference_not_found', errors: [{ pointer: '/project', value: owning.id }] },
    })
  })

  it('lets nobody but its own operators say what else a port may send from', async () => {
    const body = { network: network.id, allowed_address_pairs: [{ ip: '10.0.0.1' }] }
    expect((await refusal(guest.call(routes.ports.create, { body }))).code).toBe('forbidden')
    const open = guest.call(routes.ports.create, { body: { network: network.id, port_security: false } })
    expect((await refusal(open)).code).toBe('forbidden')
    const port = await guest.call(routes.ports.create, { body: { network: network.id } })
    const params = { id: port.id }
    for (const patch of [
      { port_security: false, security_groups: [] },
      { allowed_address_pairs: [{ ip: '10.0.0.1' }] },
    ])
      expect((await refusal(guest.call(routes.ports.update, { params, body: patch }))).code).toBe('forbidden')
    await guest.call(routes.ports.update, { params, body: { hostname: 'renamed' } })
    await guest.call(routes.ports.delete, { params })
    const own = await owner.call(routes.ports.create, { body })
    expect(own.allowed_address_pairs).toEqual([{ ip: '10.0.0.1', mac: null }])
    await owner.call(routes.ports.delete, { params: { id: own.id } })
  })

  it('lets nobody but its own operators choose a MAC address that somebody else may have there', async () => {
    const wire = await admin.call(routes.networks.create, {
      body: {
        ...{ project: owning.id, name: 'wire', type: 'flat', physical_network: 'sharing-wire' },
        shared_with: [guests.id],
      },
    })
    await admin.call(routes.subnets.create, { body: { network: wire.id, name: 'wire', cidr: '10.8.0.0/24' } })
    const vrrp = '00:00:5e:00:01:0a'
    for (const [id, mac] of [
      [wire.id, '02:00:00:00:00:01'],
      [network.id, vrrp],
    ] as const) {
      const refused = await refusal(guest.call(routes.ports.create, { body: { network: id, mac } }))
      expect(refused).toMatchObject({ code: 'forbidden', errors: [{ pointer: '/mac', value: mac }] })
      const own = await owner.call(routes.ports.create, { body: { network: id, mac } })
      await owner.call(routes.ports.delete, { params: { id: own.id } })
    }
    for (const body of [{ network: wire.id }, { network: network.id, mac: '02:00:00:00:00:01' }]) {
      const { id } = await guest.call(routes.ports.create, { body })
      await guest.call(routes.ports.delete, { params: { id } })
    }
  })

  it('counts what guests put in against their quota', async () => {
    const params = { id: guests.id }
    await admin.call(routes.projects.update, { params, body: { quotas: { port: 2 } } })
    await guest.call(routes.ports.create, { body: { network: network.id } })
    expect((await refusal(guest.call(routes.ports.create, { body: { network: network.id } }))).code).toBe(
      'quota_exceeded',
    )
    // Among many at once just as many are made as the quota lets, whoever shares the transaction.
    await admin.call(routes.projects.update, { params, body: { quotas: { port: 5 } } })
    const results = await Promise.allSettled([
      ...Array.from(
        { length: 8 },
        async () => await guest.call(routes.ports.create, { body: { network: network.id } }),
      ),
      ...Array.from(
        { length: 8 },
        async () => await owner.call(routes.ports.create, { body: { network: network.id } }),
      ),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3 + 8)
  })

  it('cannot be closed while guests have something in it', async () => {
    const closing = owner.call(routes.networks.update, { params: { id: network.id }, body: { shared_with: [] } })
    expect(await refusal(closing)).toMatchObject({ code: 'in_use', referrers: [{ kind: 'project', id: guests.id }] })
  })

  it('on a wire, or with a VNI of its own, is made by the platform alone', async () => {
    const chosen = owner.call(routes.networks.create, {
      body: { project: owning.id, name: 'chosen', segment_id: 80_000 },
    })
    expect((await refusal(chosen)).code).toBe('forbidden')
    const body = { project: owning.id, name: 'wire', type: 'flat' as const, physical_network: 'dc' }
    expect((await refusal(owner.call(routes.networks.create, { body }))).code).toBe('forbidden')
  })
})
