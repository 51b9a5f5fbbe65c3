import {
  routes,
  type CreateLoadBalancer,
  type CreateLoadBalancerListener,
  type LoadBalancer,
  type LoadBalancerListener,
  type LoadBalancerMember,
  type LoadBalancerPool,
} from '@quantumnet/api'
import type { Host, Scene, Tenant, Vm } from '../kit/index.ts'

type Listener = Pick<CreateLoadBalancerListener, 'name' | 'port'> & Partial<CreateLoadBalancerListener>

/** A load balancer with one pool, in the words of scenarios. */
export class Balancer {
  readonly #scene: Scene
  readonly made: LoadBalancer
  readonly pool: LoadBalancerPool
  readonly #members = new Map<Vm, LoadBalancerMember>()

  private constructor(scene: Scene, made: LoadBalancer, pool: LoadBalancerPool) {
    this.#scene = scene
    this.made = made
    this.pool = pool
  }

  /** Servers are VMs that serve a port, each a member. */
  static async make(
    scene: Scene,
    tenant: Tenant,
    options: {
      readonly name: string
      readonly vip: CreateLoadBalancer['vip']
      readonly servers: readonly Vm[]
      readonly port: number
    },
  ): Promise<Balancer> {
    const { client } = scene
    const { name, vip, servers, port } = options
    const made = await client.call(routes.loadBalancers.create, { body: { project: tenant.project.id, name, vip } })
    const pool = await client.call(routes.loadBalancerPools.create, { body: { load_balancer: made.id, name } })
    const balancer = new Balancer(scene, made, pool)
    for (const server of servers) {
      const body = { pool: pool.id, target: { port: server.port.id, port_number: port } }
      balancer.#members.set(server, await client.call(routes.loadBalancerMembers.create, { body }))
    }
    return balancer
  }

  get address(): string {
    return this.made.vip.address
  }

  /** Resolves when it is on all hypervisors concerned. */
  async settled(): Promise<LoadBalancer> {
    const params = { id: this.made.id }
    return await this.#scene.client.call(routes.loadBalancers.get, { params, query: { wait: 'realized' } })
  }

  async listen(listener: Listener): Promise<void> {
    const body = { load_balancer: this.made.id, protocol: 'tcp', pool: this.pool.id, ...listener } as const
    await this.#scene.client.call(routes.loadBalancerListeners.create, { body })
    await this.settled()
  }

  async set(server: Vm, body: { readonly enabled?: boolean; readonly draining?: boolean }): Promise<void> {
    await this.#scene.client.call(routes.loadBalancerMembers.update, { params: { id: this.#member(server).id }, body })
    await this.settled()
  }

  async probe(healthCheck: { interval: number; timeout: number; success: number; failure: number }): Promise<void> {
    const params = { id: this.pool.id }
    await this.#scene.client.call(routes.loadBalancerPools.update, { params, body: { health_check: healthCheck } })
    await this.settled()
  }

  async health(server: Vm): Promise<string> {
    return (await this.#read(server)).health
  }

  /** Open connections to each of these servers, as their members' statistics say; undefined: not counted yet. */
  async connections(servers: readonly Vm[]): Promise<(number | undefined)[]> {
    return await Promise.all(servers.map(async (server) => (await this.#read(server)).statistics?.connections))
  }

  /** Statistics of its listeners, in the order of their creation. */
  async listenerStatistics(): Promise<LoadBalancerListener['statistics'][]> {
    const query = { load_balancer: this.made.id }
    const { items } = await this.#scene.client.call(routes.loadBalancerListeners.list, { query })
    return items.map(({ statistics }) => statistics)
  }

  async #read(server: Vm): Promise<LoadBalancerMember> {
    const params = { id: this.#member(server).id }
    return await this.#scene.client.call(routes.loadBalancerMembers.get, { params })
  }

  #member(server: Vm): LoadBalancerMember {
    const member = this.#members.get(server)
    if (member === undefined) throw new Error(`${server.name} is no member`)
    return member
  }
}

/** How many of so many connections each server gets, which serves the port `serving`. */
export const spread = async (
  from: Host,
  to: { readonly address: string; readonly port: number },
  servers: readonly Vm[],
  { serving, count = 20 }: { readonly serving: number; readonly count?: number },
): Promise<number[]> => {
  const counts = async (): Promise<number[]> =>
    await Promise.all(servers.map(async (server) => (await server.accepted(serving)).length))
  const before = await counts()
  for (let done = 0; done < count; done++) {
    const connection = await from.connect(to.address, to.port)
    if (!(await connection.alive())) throw new Error(`a connection to ${to.address} is silent`)
    await connection.close()
  }
  return (await counts()).map((now, index) => now - (before[index] ?? 0))
}
