import { routes, type Arguments, type Port } from '@quantumnet/api'
import { ovsVsctl, type Hypervisor, type Lab, type Lease, type Vm as Machine } from '@quantumnet/platform'
import { startCapture, type Capture, type CaptureSpec } from './capture.ts'
import { Host } from './host.ts'
import type { Stage } from './stage.ts'

/** A VM on a port, at a hypervisor of the lab. */
export class Vm extends Host {
  readonly node: string
  readonly #stage: Stage
  readonly #tap: string
  /** The port as the API last answered it to the kit; `refresh` reads it anew. */
  port: Port

  constructor(stage: Stage, { name, machine, port }: { name: string; machine: Machine; port: Port }) {
    super({ name, namespace: machine.namespace })
    this.node = machine.node
    this.#tap = machine.tap
    this.port = port
    this.#stage = stage
  }

  get id(): Port['id'] {
    return this.port.id
  }

  get mac(): string {
    return this.port.mac
  }

  override get ip(): string {
    const [first] = [...this.#ips(4), ...this.#ips(6)]
    if (first === undefined) throw new Error(`${this.name} has no address`)
    return first
  }

  /** Its first IPv6 address. */
  get ip6(): string {
    const [first] = this.#ips(6)
    if (first === undefined) throw new Error(`${this.name} has no IPv6 address`)
    return first
  }

  get #lab(): Lab {
    return this.#stage.lab
  }

  get hypervisor(): Hypervisor {
    return this.#stage.hypervisor(this.node)
  }

  #ips(family: 4 | 6): readonly string[] {
    return this.port.fixed_ips.map(({ ip }) => ip).filter((ip) => ip.includes(':') === (family === 6))
  }

  /** Changes its port, and waits until the hypervisors have it. */
  async update(body: Arguments<typeof routes.ports.update>['body']): Promise<Port> {
    const { client } = this.#stage
    this.port = await client.call(routes.ports.update, {
      ...{ params: { id: this.id }, query: { wait: 'realized' }, body },
    })
    return this.port
  }

  async refresh(): Promise<Port> {
    this.port = await this.#stage.client.call(routes.ports.get, { params: { id: this.id } })
    return this.port
  }

  /** What DHCP gave it, or gives it within 20 s. */
  async lease(): Promise<Lease> {
    return await this.#lab.vms.lease(this.id)
  }

  /** Off and on: interface and namespace are new, MAC and port are the same. */
  async restart(): Promise<void> {
    this.leave()
    await this.#lab.vms.restart(this.id)
  }

  /** Switches it off and takes it away; its port stays. */
  async destroy(): Promise<void> {
    this.leave()
    await this.#lab.vms.destroy(this.id)
  }

  /** Pulls the cable on the hypervisor, and puts it back: what the VM knows of it is its carrier. */
  async unplug(): Promise<void> {
    await ovsVsctl(this.hypervisor, 'del-port', 'br-int', this.#tap)
  }

  /** Watches its interface from the hypervisor's side. */
  async captureTap(filter: string, options: Pick<CaptureSpec, 'direction' | 'verbose'> = {}): Promise<Capture> {
    return await startCapture({ namespace: this.hypervisor.namespace, device: this.#tap, filter, ...options })
  }
}
