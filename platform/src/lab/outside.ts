import { tagOf } from '../paths.ts'
import { ovsVsctl, type Hypervisor } from './hypervisor.ts'
import { addVeth, finishChecksums, ip, type Namespaces } from './netns.ts'

export interface OutsideHostSpec {
  /** Its own in the lab. */
  readonly name: string
  /** With prefix lengths, for example `203.0.113.20/24`. */
  readonly addresses: readonly string[]
  /** The hypervisor at whose external bridge it is plugged in. That is a switch like any other on the wire. */
  readonly at: string
  /** VLAN of its switch port (802.1Q); left out: untagged. */
  readonly vlan?: number
}

/** A machine on the physical network that OVN knows nothing of. */
export interface OutsideHost extends OutsideHostSpec {
  readonly namespace: string
  /** Its switch port. */
  readonly device: string
}

/**
 * Plugs machines into the external bridges, as access ports of a VLAN: the tags are on the wire between the hypervisors. The kernel may know
 * no VLANs; Open vSwitch does.
 */
export class OutsideWorld {
  readonly #namespaces: Namespaces
  readonly #hypervisors: readonly Hypervisor[]

  constructor(namespaces: Namespaces, hypervisors: readonly Hypervisor[]) {
    this.#namespaces = namespaces
    this.#hypervisors = hypervisors
  }

  /** @throws Error, CommandError */
  async add(spec: OutsideHostSpec): Promise<OutsideHost> {
    const hypervisor = this.#hypervisors.find(({ name }) => name === spec.at)
    if (hypervisor === undefined) throw new Error(`there is no hypervisor "${spec.at}"`)
    const tag = tagOf(spec.name)
    const device = `out${tag}`
    const namespace = await this.#namespaces.add(`out-${tag}`)
    await addVeth({ namespace, device: 'eth0' }, { namespace: hypervisor.namespace, device, switched: true })
    await finishChecksums(namespace, 'eth0')
    // Tag 0 is an access port of what has no tag.
    await ovsVsctl(hypervisor, 'add-port', 'br-ex', device, `tag=${String(spec.vlan ?? 0)}`)
    for (const address of spec.addresses)
      await ip(namespace, 'address', 'add', address, 'dev', 'eth0', ...(address.includes(':') ? ['nodad'] : []))
    return { ...spec, namespace, device }
  }
}
