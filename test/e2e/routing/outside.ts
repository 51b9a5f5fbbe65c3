import { routes, type Network, type Project } from '@quantumnet/api'
import { Host } from '../kit/host.ts'
import type { Scene, Tenant } from '../kit/index.ts'

/** The lab's gateway to nowhere: the one address that machines outside have. */
const OUTSIDE = '203.0.113.1'
const OUTSIDE_V6 = '2001:db8:ff::1'

/** The outside world: a machine on the external network that knows nothing of tenants. */
export class Outside extends Host {
  readonly project: Project
  readonly network: Network

  private constructor(scene: Scene, made: { project: Project; network: Network }) {
    super({ name: 'outside', namespace: scene.lab.networks.external, device: 'br0' })
    this.project = made.project
    this.network = made.network
  }

  /** The external network of the lab, which tenants may use from then on. */
  static async open(scene: Scene, tenants: readonly Tenant[], families: readonly (4 | 6)[] = [4]): Promise<Outside> {
    const { client } = scene
    const project = await client.call(routes.projects.create, { body: { name: 'carrier' } })
    const network = await client.call(routes.networks.create, {
      body: {
        ...{ project: project.id, name: 'internet', type: 'external', physical_network: 'ext' },
        shared_with: tenants.map((tenant) => tenant.project.id),
      },
    })
    const blocks = {
      4: { cidr: '203.0.113.0/24', gateway: OUTSIDE },
      6: { cidr: '2001:db8:ff::/64', gateway: OUTSIDE_V6 },
    }
    for (const family of families)
      await client.call(routes.subnets.create, {
        body: { network: network.id, name: `v${String(family)}`, hold_down: 0, ...blocks[family] },
      })
    const outside = new Outside(scene, { project, network })
    scene.hosts.push(outside)
    if (families.includes(6)) await outside.addAddress(`${OUTSIDE_V6}/64`)
    return outside
  }

  override get ip(): string {
    return OUTSIDE
  }

  get ip6(): string {
    return OUTSIDE_V6
  }

  /** The MAC address that answers here for an address; undefined: nobody does within a second. */
  async macOf(address: string): Promise<string | undefined> {
    await this.exec('ip', 'neighbour', 'flush', 'to', address)
    await this.exec('ping', '-n', '-c', '1', '-W', '1', address)
    const neighbour = await this.run('ip', 'neighbour', 'show', 'to', address)
    return /lladdr ([0-9a-f:]{17})/.exec(neighbour)?.[1]
  }
}
