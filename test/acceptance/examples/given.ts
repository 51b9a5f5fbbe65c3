import { networkRoutes, projectRoutes, subnetRoutes, type Client } from '@quantumnet/api'

/** What whoever runs the platform has made before an example is applied: a project, and an external network that is shared with it. */
export interface Given {
  readonly project: string
  readonly externalNetwork: string
}

/** Makes what examples are given. */
export const makeGiven = async (client: Client): Promise<Given> => {
  const [carrier, tenant] = await Promise.all(
    ['carrier', 'tenant'].map(async (name) => await client.call(projectRoutes.create, { body: { name } })),
  )
  const { id: network } = await client.call(networkRoutes.create, {
    body: {
      ...{ project: carrier!.id, name: 'internet', type: 'external', physical_network: 'ext' },
      shared_with: [tenant!.id],
    },
  })
  await client.call(subnetRoutes.create, { body: { network, name: 'internet', cidr: '203.0.113.0/24' } })
  return { project: tenant!.id, externalNetwork: network }
}
