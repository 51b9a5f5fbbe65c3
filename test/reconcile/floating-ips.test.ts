import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  ApiError,
  floatingIpRoutes,
  networkRoutes,
  projectRoutes,
  routerInterfaceRoutes,
  routerRoutes,
  subnetRoutes,
  type FloatingIp,
  type Network,
  type Project,
} from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { Databases, Rig, until, type Server } from './rig.ts'

/** What becomes of addresses once OVN has had its word: given back, held for their project, and free. */

const databases = new Databases()
let rig: Rig
let server: Server
beforeAll(async () => {
  await databases.start()
  rig = await Rig.start(databases)
  server = await rig.server()
})
afterAll(async () => {
  await rig.close()
  await databases.stop()
})

const makeProject = async (name: string): Promise<Project> =>
  await server.client.call(projectRoutes.create, { body: { name } })

const makeExternal = async (name: string, projects: readonly Project[]): Promise<Network> => {
  const owner = await makeProject(name)
  const sharedWith = projects.map(({ id }) => id)
  const network = await server.client.call(networkRoutes.create, {
    body: { project: owner.id, name, type: 'external', physical_network: name, shared_with: sharedWith },
  })
  await server.client.call(subnetRoutes.create, {
    body: { network: network.id, name: 'v4', cidr: '203.0.113.0/24', hold_down: 3600 },
  })
  return network
}

const stateOf = async (network: Network, ip: string): Promise<string | undefined> => {
  const [row] = await rig.sql<{ state: string }>(
    'select state from address where network_id = $1 and ip = $2',
    network.id,
    ip,
  )
  return row?.state
}

describe('a floating IP', () => {
  const create = async (project: Project, network: Network, address: string): Promise<FloatingIp> =>
    await server.client.call(floatingIpRoutes.create, {
      body: { project: project.id, name: 'www', network: network.id, address },
    })

  it('that was deleted leaves its address to its project for a while', async () => {
    const [mine, other] = [await makeProject('mine'), await makeProject('other')]
    const network = await makeExternal('ext-held', [mine, other])
    const { id } = await create(mine, network, '203.0.113.20')
    await server.client.call(floatingIpRoutes.delete, { params: { id } })
    await until('the address is held', async () =>
      (await stateOf(network, '203.0.113.20')) === 'held' ? true : undefined,
    )
    const gone = server.client.call(floatingIpRoutes.get, { params: { id } })
    expect(await refusal(gone)).toMatchObject({ code: 'not_found' })
    expect(await refusal(create(other, network, '203.0.113.20'))).toMatchObject({ code: 'address_taken' })
    expect(await create(mine, network, '203.0.113.20')).toMatchObject({ address: '203.0.113.20', project: mine.id })
  })
})

describe('a router', () => {
  it('that was deleted leaves the gateway to the subnet, and its outside address to its project', async () => {
    const project = await makeProject('routed')
    const network = await server.client.call(networkRoutes.create, { body: { project: project.id, name: 'net' } })
    const subnet = await server.client.call(subnetRoutes.create, {
      body: { network: network.id, name: 'sub', cidr: '10.0.0.0/24' },
    })
    const external = await makeExternal('ext-router', [project])
    const fixedIps = [{ ip: '203.0.113.30' }]
    const router = await server.client.call(routerRoutes.create, {
      body: { project: project.id, name: 'r', external_gateway: { network: external.id, fixed_ips: fixedIps } },
    })
    const joined = await server.client.call(routerInterfaceRoutes.create, {
      body: { router: router.id, subnet: subnet.id },
    })
    await server.client.call(routerInterfaceRoutes.delete, { params: { id: joined.id } })
    const again = await until('the gateway can be had again', async () => {
      try {
        return await server.client.call(routerInterfaceRoutes.create, {
          body: { router: router.id, subnet: subnet.id },
        })
      } catch (error) {
        if (error instanceof ApiError && error.code === 'address_taken') return undefined
        throw error
      }
    })
    expect(again).toMatchObject({ ip: '10.0.0.1', mac: joined.mac })
    await server.client.call(routerInterfaceRoutes.delete, { params: { id: again.id } })
    await server.client.call(routerRoutes.delete, { params: { id: router.id } })
    await until('the address is held', async () =>
      (await stateOf(external, '203.0.113.30')) === 'held' ? true : undefined,
    )
    const gateway = await rig.sql(
      'select state, type, owner_kind, owner_id, mac from address where network_id = $1 and ip = $2',
      network.id,
      '10.0.0.1',
    )
    expect(gateway).toEqual([
      { state: 'used', type: 'gateway', owner_kind: 'subnet', owner_id: subnet.id, mac: joined.mac },
    ])
  })
})
