import type { Client } from '@quantumnet/api'
import type { Hypervisor, Lab } from '@quantumnet/platform'
import type { Host } from './host.ts'

/** What tenants and VMs need of the scene that they are in. */
export interface Stage {
  readonly lab: Lab
  /** Speaks as the platform's admin. */
  readonly client: Client
  /** Who has to leave at the end. */
  readonly hosts: Host[]
  /** MAC and IPv6 addresses that a scenario chose; goldens show these, and names in the place of all others. */
  readonly chosen: Set<string>
  /** @throws Error when the lab has none of this name */
  hypervisor(name: string): Hypervisor
}
