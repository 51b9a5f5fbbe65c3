import { join } from 'node:path'
import type { Run } from '../run.ts'
import { addHypervisor, type Hypervisor } from './hypervisor.ts'
import type { LabNetworks } from './networks.ts'
import { planHypervisors } from './topology.ts'
import { VmDriver } from './vm.ts'

export interface Lab {
  readonly networks: LabNetworks
  readonly hypervisors: readonly Hypervisor[]
  readonly vms: VmDriver
}

/** Hypervisors on networks that are there; resolves when their switches run. */
export const startLab = async (run: Run, networks: LabNetworks, hypervisorCount = 2): Promise<Lab> => {
  const { supervisor, namespaces, dataDir, logDir } = run
  const hypervisors = await Promise.all(
    planHypervisors(hypervisorCount).map(async (plan) => {
      const hypervisor = await addHypervisor({ plan, namespaces, networks, dataDir: join(dataDir, plan.name), logDir })
      for (const part of hypervisor.parts) await supervisor.start(part)
      return hypervisor
    }),
  )
  const vms = new VmDriver({ supervisor, namespaces, hypervisors, dataDir: join(dataDir, 'vms'), logDir })
  return { networks, hypervisors, vms }
}
