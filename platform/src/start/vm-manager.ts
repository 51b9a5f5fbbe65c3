import { setTimeout as pause } from 'node:timers/promises'
import { Client, routes, type Port } from '@quantumnet/api'
import type { Lab } from '../lab/lab.ts'
import { planVms, shownName } from './plan-vms.ts'

export interface VmManagerOptions {
  readonly lab: Lab
  readonly endpoint: string
  readonly token: string
  /** Told in one line each what happens to VMs, and what keeps them from being made. */
  readonly log: (line: string) => void
  readonly signal: AbortSignal
}

/** People wait for their VM; a list of a lab's ports costs the server a millisecond. */
const POLL_MS = 500

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const allPorts = async (client: Client, signal: AbortSignal): Promise<Port[]> => {
  const ports: Port[] = []
  let cursor: string | undefined
  do {
    const page = await client.call(routes.ports.list, { query: { limit: 500, cursor } }, signal)
    ports.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return ports
}

/**
 * Runs the lab's VMs as a cloud's VM manager does: a VM for each port that names one, on the hypervisor that the port asks for; none any more
 * when the port is gone. Resolves when `signal` aborts.
 */
export const manageVms = async ({ lab, endpoint, token, log, signal }: VmManagerOptions): Promise<void> => {
  const client = new Client({ endpoint, token, agent: 'quantumnet-lab' })
  const hypervisors = lab.hypervisors.map(({ name }) => name)
  const failed = new Map<string, string>()
  /** What people are told of a VM, by the id that it has of its port; kept until the VM is gone. */
  const names = new Map<string, string>()
  /** Once per VM and reason: it is tried again with every look. */
  const tell = (vm: string, reason: string): void => {
    if (failed.get(vm) !== reason) log(`VM ${vm}: ${reason}`)
    failed.set(vm, reason)
  }
  const look = async (): Promise<void> => {
    const ports = await allPorts(client, signal)
    for (const port of ports) names.set(port.id, shownName(port))
    const { create, destroy } = planVms(ports, lab.vms.vms, hypervisors)
    for (const id of destroy) {
      const name = names.get(id) ?? lab.vms.vms.find((vm) => vm.id === id)?.name ?? id
      await lab.vms.destroy(id)
      log(`VM ${name} is gone`)
    }
    const listed = new Set<string>(ports.map(({ id }) => id))
    for (const id of names.keys()) if (!listed.has(id)) names.delete(id)
    await Promise.all(
      create.map(async (spec) => {
        const name = names.get(spec.id) ?? spec.name
        try {
          const vm = await lab.vms.create(spec)
          failed.delete(name)
          log(`VM ${name} on ${vm.node}: ip netns exec ${vm.namespace} sh`)
        } catch (error) {
          if (!signal.aborted) tell(name, messageOf(error))
        }
      }),
    )
  }
  while (!signal.aborted) {
    await look().catch((error: unknown) => {
      if (!signal.aborted) tell('manager', messageOf(error))
    })
    await pause(POLL_MS, undefined, { signal }).catch(() => undefined)
  }
}
