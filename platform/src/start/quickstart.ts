import type { Lab } from '../lab/lab.ts'
import type { Vm } from '../lab/vm.ts'
import type { Platform } from '../platform.ts'
import { eventually } from '../process/time.ts'
import { which } from '../process/which.ts'
import { measureLeases, measureOperatorDns, measurePing, measureVmDns, type Finding } from './measure.ts'
import { describeVms, type Quickstart } from './report.ts'
import { apply, madePorts, prepareWorkdir, type MadePort } from './terraform.ts'

export interface QuickstartOptions {
  readonly platform: Platform
  readonly log: (line: string) => void
  /** Prints a line of the report. */
  readonly print: (line: string) => void
  readonly signal: AbortSignal
}

const BOOT_LIMIT_MS = 30_000

/** The VMs of these ports, once the lab's VM manager has made them. */
const untilVms = async ({ vms }: Lab, ports: readonly MadePort[]): Promise<readonly Vm[]> =>
  await eventually(
    () => {
      const made = ports.flatMap(({ id }) => vms.vms.filter((vm) => vm.id === id))
      return made.length === ports.length ? made : undefined
    },
    { what: 'every port has its VM', timeoutMs: BOOT_LIMIT_MS },
  )

/** Asks what a new user would ask, of the real thing. */
const measure = async (platform: Platform, lab: Lab, made: readonly Vm[]): Promise<string[]> => {
  const vms = await measureLeases(lab, made)
  const [first, second] = vms
  if (first === undefined || second === undefined) return describeVms(vms, [])
  const name = `${first.vm.name}.demo.internal`
  const questions: Promise<Finding>[] = [
    measurePing(lab, first, second),
    ...(platform.edge === undefined ? [] : [measureOperatorDns(platform.edge, name), measureVmDns(lab, second, name)]),
  ]
  return describeVms(vms, await Promise.all(questions))
}

/** Why the quickstart cannot be; undefined when it can. */
const obstacle = ({ ovn }: Platform): string | undefined => {
  if (which('terraform') === undefined) return 'no terraform on PATH'
  return ovn === undefined ? 'without OVN nothing becomes "applied"' : undefined
}

/**
 * Applies examples/quickstart with Terraform, waits for the VMs of its ports where there is a lab, and prints what they can do. Undefined when it
 * could not, which one line to `log` explains.
 */
export const runQuickstart = async ({
  platform,
  log,
  print,
  signal,
}: QuickstartOptions): Promise<Quickstart | undefined> => {
  const missing = obstacle(platform)
  if (missing !== undefined) {
    log(`left out: the quickstart and its VMs (${missing})`)
    return undefined
  }
  const workdir = await prepareWorkdir(platform, log)
  log('provider built')
  await apply(workdir, signal)
  log(`terraform applied ${workdir.folder}`)
  if (platform.lab === undefined) return { workdir, vms: [] }
  const made = await untilVms(platform.lab, await madePorts(workdir))
  for (const line of await measure(platform, platform.lab, made)) print(line)
  return { workdir, vms: made }
}
