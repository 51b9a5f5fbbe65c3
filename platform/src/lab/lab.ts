import { join } from 'node:path'
import { run, tryRun } from '../process/run.ts'
import { allEnded, eventually } from '../process/time.ts'
import type { Run } from '../run.ts'
import { addHypervisor, type Hypervisor } from './hypervisor.ts'
import { inNamespace, ip } from './netns.ts'
import type { LabNetworks } from './networks.ts'
import { OutsideWorld } from './outside.ts'
import { planHypervisors } from './topology.ts'
import { VmDriver } from './vm.ts'

export interface Lab {
  readonly networks: LabNetworks
  readonly hypervisors: readonly Hypervisor[]
  readonly vms: VmDriver
  readonly outside: OutsideWorld
}

/**
 * Waits until the switches know the MAC addresses of each other's tunnel ends; they must be chassis already. A userspace switch learns them
 * from ARP replies that pass while it has a tunnel, and drops the first packet that it has to ask for itself.
 * @throws Error when two hypervisors don't reach each other over the underlay
 */
export const untilTunnelEndsKnown = async (
  { hypervisors }: Pick<Lab, 'hypervisors'>,
  stopping: AbortSignal,
): Promise<void> => {
  const failed = (): Error | undefined => (stopping.aborted ? new Error('everything is being stopped') : undefined)
  await Promise.all(
    hypervisors.map(async (hypervisor) => {
      await untilOthersKnown(hypervisor, hypervisors, failed)
    }),
  )
}

const untilOthersKnown = async (
  hypervisor: Hypervisor,
  all: readonly Hypervisor[],
  failed: () => Error | undefined,
): Promise<void> => {
  const { name, namespace, switchControl } = hypervisor
  for (const other of all.filter((candidate) => candidate.name !== name))
    await eventually(
      async () => {
        // What the kernel knows it would not ask for, and then there is no reply to learn from.
        await ip(namespace, 'neighbour', 'flush', 'to', other.encapIp)
        await tryRun(inNamespace(namespace)(['ping', '-c', '1', '-W', '1', other.encapIp]))
        const known = await run(['ovs-appctl', '-t', switchControl, 'tnl/neigh/show'])
        return known.split('\n').some((line) => line.startsWith(`${other.encapIp} `)) ? true : undefined
      },
      { what: `${name} knows the tunnel end of ${other.name}`, timeoutMs: 15_000, failed },
    )
}

/** Hypervisors on networks that are there; resolves when their switches run. */
export const startLab = async (site: Run, networks: LabNetworks, hypervisorCount = 2): Promise<Lab> => {
  const { supervisor, namespaces, dataDir, logDir } = site
  const hypervisors = await allEnded(
    planHypervisors(hypervisorCount).map(async (plan) => {
      const hypervisor = await addHypervisor({ plan, namespaces, networks, dataDir: join(dataDir, plan.name), logDir })
      for (const part of hypervisor.parts) await supervisor.start(part)
      return hypervisor
    }),
  )
  const vms = new VmDriver({ supervisor, namespaces, hypervisors, dataDir: join(dataDir, 'vms'), logDir })
  return { networks, hypervisors, vms, outside: new OutsideWorld(namespaces, hypervisors) }
}
