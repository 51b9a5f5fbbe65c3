import { isRoot } from '../process/user.ts'
import { findCoredns } from './coredns.ts'
import { ensurePrograms, LAB, OVN_CENTRAL, SCENARIOS } from './debian.ts'

export interface SetUpOptions {
  readonly lab: boolean
  /** Whether to bring what scenarios send and watch packets with, too. */
  readonly scenarios?: boolean
  readonly log: (line: string) => void
  /** Ends a build that is under way; an installation of packages goes on to its end. */
  readonly signal?: AbortSignal
}

/** What this machine has. */
export interface SetUp {
  readonly ovn: boolean
  readonly lab: boolean
  /** Path of the binary. */
  readonly coredns: string | undefined
}

const labObstacle = async ({ lab, log }: SetUpOptions, ovn: string | undefined): Promise<string | undefined> => {
  if (!lab) return undefined
  if (!isRoot()) return 'network namespaces need root'
  return ovn ?? (await ensurePrograms(LAB, log))
}

/** Installs and builds what is missing and can be had. What cannot be had is told in one line each, with what is left out for it. */
export const setUp = async (options: SetUpOptions): Promise<SetUp> => {
  const { log } = options
  const ovn = await ensurePrograms(OVN_CENTRAL, log)
  if (ovn !== undefined) log(`left out: OVN, and with it the lab; networks stay "pending" (${ovn})`)
  const lab = await labObstacle(options, ovn)
  if (lab !== undefined && ovn === undefined) log(`left out: the lab with its hypervisors and VMs (${lab})`)
  if (options.scenarios === true && lab === undefined) {
    const scenarios = await ensurePrograms(SCENARIOS, log)
    if (scenarios !== undefined) log(`left out: scenarios with packets (${scenarios})`)
  }
  const coredns = await findCoredns(log, options.signal)
  if ('missing' in coredns) log(`left out: the DNS edges for operators and for VMs (${coredns.missing})`)
  return {
    ovn: ovn === undefined,
    lab: options.lab && lab === undefined && ovn === undefined,
    coredns: 'binary' in coredns ? coredns.binary : undefined,
  }
}
