import { routes, type Network, type Project, type Router, type Subnet } from '@quantumnet/api'
import type { TestServer } from './server.ts'
import { makeTenancy, type Tenancy } from './tenancy.ts'

export interface External {
  readonly owner: Project
  readonly network: Network
  readonly subnet: Subnet
}

/** An external network of a project of its own, shared with others. Its addresses come free 60 s after they were given back. */
export const makeExternal = async (
  server: TestServer,
  name: string,
  sharedWith: readonly Project[],
  cidr = '203.0.113.0/24',
): Promise<External> => {
  const admin = server.as('admin')
  const owner = await admin.call(routes.projects.create, { body: { name } })
  const network = await admin.call(routes.networks.create, {
    body: {
      ...{ project: owner.id, name, type: 'external', physical_network: name },
      shared_with: sharedWith.map(({ id }) => id),
    },
  })
  const subnet = await admin.call(routes.subnets.create, {
    body: { network: network.id, name: `${name}-v4`, cidr, hold_down: 60 },
  })
  return { owner, network, subnet }
}

export interface RoutedTenancy extends Tenancy {
  readonly router: Router
}

/** A tenancy whose subnet reaches an external network, which is made for it, by a router. */
export const makeRouted = async (server: TestServer, name: string): Promise<RoutedTenancy & { external: External }> => {
  const admin = server.as('admin')
  const tenancy = await makeTenancy(server, name)
  const external = await makeExternal(server, `${name}-ext`, [tenancy.project])
  const router = await admin.call(routes.routers.create, {
    body: { project: tenancy.project.id, name: 'edge', external_gateway: { network: external.network.id } },
  })
  await admin.call(routes.routerInterfaces.create, { body: { router: router.id, subnet: tenancy.subnet.id } })
  return { ...tenancy, router, external }
}
