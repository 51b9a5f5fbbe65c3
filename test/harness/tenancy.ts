import { routes, type Network, type Project, type Subnet } from '@quantumnet/api'
import type { TestServer } from './server.ts'

export interface Tenancy {
  readonly project: Project
  readonly network: Network
  readonly subnet: Subnet
}

/** A project with a network and a subnet to put ports on. */
export const makeTenancy = async (server: TestServer, name: string, cidr = '10.0.0.0/24'): Promise<Tenancy> => {
  const admin = server.as('admin')
  const project = await admin.call(routes.projects.create, { body: { name } })
  const network = await admin.call(routes.networks.create, { body: { project: project.id, name: 'net' } })
  const subnet = await admin.call(routes.subnets.create, { body: { network: network.id, name: 'sub', cidr } })
  return { project, network, subnet }
}
