import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type LoadBalancerPool, type Project, type Router } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'

/** A name that is taken: within what, and by whom. */

let server: TestServer
let lab: Tenancy
let other: Tenancy
beforeAll(async () => {
  server = await startServer()
  lab = await makeTenancy(server, 'lab')
  other = await makeTenancy(server, 'other')
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')

describe('a name', () => {
  it('is refused to a new resource, with who has it', async () => {
    const body = { project: lab.project.id, name: 'net' }
    expect(await refusal(admin().call(routes.networks.create, { body }))).toMatchObject({
      code: 'name_taken',
      detail: `/name: network ${lab.network.id} of this project has this name`,
      referrers: [{ kind: 'network', id: lab.network.id, name: 'net' }],
    })
  })

  it('is refused to a resource that changes its name, within its network', async () => {
    const body = { network: lab.network.id, name: 'second', cidr: '10.0.1.0/24' }
    const { id } = await admin().call(routes.subnets.create, { body })
    const change = admin().call(routes.subnets.update, { params: { id }, body: { name: 'sub' } })
    expect(await refusal(change)).toMatchObject({
      code: 'name_taken',
      detail: `/name: subnet ${lab.subnet.id} of this network has this name`,
    })
  })

  it('is refused to a part, within its parent', async () => {
    const vip = { subnet: lab.subnet.id }
    const balancer = await admin().call(routes.loadBalancers.create, {
      body: { project: lab.project.id, name: 'lb', vip },
    })
    const create = async (name: string): Promise<LoadBalancerPool> =>
      await admin().call(routes.loadBalancerPools.create, { body: { load_balancer: balancer.id, name } })
    const [first, second] = [await create('web'), await create('app')]
    const taken = {
      code: 'name_taken',
      detail: `/name: load balancer pool ${first.id} of this load balancer has this name`,
    }
    expect(await refusal(create('web'))).toMatchObject(taken)
    const params = { id: second.id }
    const change = admin().call(routes.loadBalancerPools.update, { params, body: { name: 'web' } })
    expect(await refusal(change)).toMatchObject(taken)
  })

  it('is free again elsewhere, and when its holder is being deleted', async () => {
    const create = async ({ id: project }: Project): Promise<Router> =>
      await admin().call(routes.routers.create, { body: { project, name: 'edge' } })
    const { id } = await create(lab.project)
    await create(other.project)
    await admin().call(routes.routers.delete, { params: { id } })
    expect((await create(lab.project)).id).not.toBe(id)
  })
})
