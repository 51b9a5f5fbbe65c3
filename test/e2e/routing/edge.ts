import { routes, type Arguments, type FloatingIp, type PortForward, type Router, type Subnet } from '@quantumnet/api'
import type { Net, Scene, Tenant, Vm } from '../kit/index.ts'
import type { Outside } from './outside.ts'

type Create<R extends { readonly body?: unknown }, Filled extends string> = Partial<
  Omit<NonNullable<R['body']>, Filled>
>
type RouterOptions = Create<Arguments<typeof routes.routers.create>, 'project' | 'name' | 'external_gateway'> & {
  /** Networks whose subnets it is the gateway of. Default: the tenant's first. */
  readonly nets?: readonly Net[]
  /** Where it leads to; left out: nowhere. */
  readonly outside?: Outside
  /** Its addresses there. Default: any. */
  readonly ips?: readonly string[]
  readonly snat?: boolean
}
type FloatingOptions = Create<Arguments<typeof routes.floatingIps.create>, 'project' | 'network' | 'port'>

const APPLIED = { wait: 'applied' } as const
/** What is waited for has to be on the hypervisors. */
const REALIZED = { wait: 'realized' } as const

/** A tenant's router, in the words of scenarios. */
export class Edge {
  readonly #scene: Scene
  readonly #tenant: Tenant
  router: Router

  private constructor(scene: Scene, tenant: Tenant, router: Router) {
    this.#scene = scene
    this.#tenant = tenant
    this.router = router
  }

  static async make(scene: Scene, tenant: Tenant, options: RouterOptions = {}): Promise<Edge> {
    const { nets = [tenant.main], outside, ips, snat, gateway_nodes: nodes = ['hv1', 'hv2'], ...fields } = options
    const gateway = outside && {
      network: outside.network.id,
      ...(ips !== undefined && { fixed_ips: ips.map((ip) => ({ ip })) }),
      ...(snat !== undefined && { snat }),
    }
    const body = {
      project: tenant.project.id,
      name: 'edge',
      gateway_nodes: nodes,
      ...fields,
      ...(gateway && { external_gateway: gateway }),
    }
    const router = await scene.client.call(routes.routers.create, { query: REALIZED, body })
    const edge = new Edge(scene, tenant, router)
    for (const { subnets } of nets) for (const subnet of subnets) await edge.join(subnet)
    return edge
  }

  /** Its first IPv4 address outside. */
  get ip(): string {
    const [first] = this.router.external_gateway?.fixed_ips ?? []
    if (first === undefined) throw new Error(`${this.#tenant.name}'s router has no external gateway`)
    return first.ip
  }

  async join(subnet: Pick<Subnet, 'id'>, ip?: string): Promise<string> {
    const body = { router: this.router.id, subnet: subnet.id, ...(ip !== undefined && { ip }) }
    return (await this.#scene.client.call(routes.routerInterfaces.create, { query: REALIZED, body })).id
  }

  async update(body: Arguments<typeof routes.routers.update>['body']): Promise<void> {
    const params = { id: this.router.id }
    this.router = await this.#scene.client.call(routes.routers.update, { params, query: REALIZED, body })
  }

  async route(destination: string, nextHop: string): Promise<{ remove: () => Promise<void> }> {
    const body = { router: this.router.id, destination, next_hop: nextHop }
    const { id } = await this.#scene.client.call(routes.routerRoutes.create, { query: REALIZED, body })
    return {
      remove: async () => {
        await this.#scene.client.call(routes.routerRoutes.delete, { params: { id }, query: APPLIED })
      },
    }
  }

  async policy(
    policy: Omit<NonNullable<Arguments<typeof routes.routerPolicyRoutes.create>['body']>, 'router'>,
  ): Promise<{ remove: () => Promise<void> }> {
    const body = { router: this.router.id, ...policy }
    const { id } = await this.#scene.client.call(routes.routerPolicyRoutes.create, { query: REALIZED, body })
    return {
      remove: async () => {
        await this.#scene.client.call(routes.routerPolicyRoutes.delete, { params: { id }, query: APPLIED })
      },
    }
  }

  /** An address outside for a VM. */
  async floatingIp(name: string, outside: Outside, vm?: Vm, options: FloatingOptions = {}): Promise<FloatingIp> {
    const body = { project: this.#tenant.project.id, name, network: outside.network.id, ...options }
    return await this.#scene.client.call(routes.floatingIps.create, {
      ...{ query: REALIZED, body: { ...body, ...(vm && { port: vm.id }) } },
    })
  }

  async move(
    { id }: Pick<FloatingIp, 'id'>,
    body: Arguments<typeof routes.floatingIps.update>['body'],
  ): Promise<FloatingIp> {
    return await this.#scene.client.call(routes.floatingIps.update, { params: { id }, query: REALIZED, body })
  }

  async forward(
    { id }: Pick<FloatingIp, 'id'>,
    protocol: PortForward['protocol'],
    [externalPort, vm, port]: readonly [external: number, to: Vm, port: number],
  ): Promise<PortForward> {
    const name = `${protocol}-${String(externalPort)}`
    const target = { port: vm.id, port_number: port }
    const body = { floating_ip: id, name, protocol, external_port: externalPort, target }
    return await this.#scene.client.call(routes.portForwards.create, { query: REALIZED, body })
  }
}
