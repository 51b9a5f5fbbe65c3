import { readFileSync } from 'node:fs'
import { ApiDouble, TOKEN } from '../../provider/api-double.ts'
import { providersOf, type Mirror } from '../../provider/mirror.ts'
import { Workspace } from '../../provider/terraform.ts'

/** Many resources through Terraform's own commands, beside as many of Terraform's own that do nothing. */

export const STEPS = ['plan', 'apply', 'refresh', 'destroy'] as const
export type Step = (typeof STEPS)[number]
export type Times = Readonly<Record<Step, number>>

const command: Readonly<Record<Step, readonly string[]>> = {
  plan: ['plan'],
  apply: ['apply', '-auto-approve'],
  refresh: ['plan'],
  destroy: ['destroy', '-auto-approve'],
}

const networks = (count: number): string => `
resource "quantumnet_project" "p" {
  name = "bench"
}
resource "quantumnet_network" "n" {
  count   = ${String(count)}
  project = quantumnet_project.p.id
  name    = "n\${count.index}"
}
`
const data = (count: number): string => `
resource "terraform_data" "n" {
  count = ${String(count)}
  input = "n\${count.index}"
}
`

/** As many again, each with so much text that the state is as large as one with ours: Terraform writes all of it after each resource. */
const padded = (count: number, bytes: number): string => `
resource "terraform_data" "n" {
  count = ${String(count)}
  input = "n\${count.index}${'x'.repeat(bytes)}"
}
`

const SAMPLE_MS = 50

interface Seen {
  readonly memoryMb: number
  readonly cpuMs: number
}

const CLOCK_TICK_MS = 10

/** What one process has taken so far. */
const seenOf = (pid: number): Seen => {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    memoryMb: Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024,
    cpuMs: (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS,
  }
}

/** Watches the provider's processes. @returns the greatest memory of one, and the processor time of all, as far as it was seen */
const watch = (mirror: Mirror): (() => Seen) => {
  const seen = new Map<number, Seen>()
  const timer = setInterval(() => {
    for (const pid of providersOf(mirror)) {
      try {
        seen.set(pid, seenOf(pid))
      } catch {
        // it ended meanwhile
      }
    }
  }, SAMPLE_MS)
  return () => {
    clearInterval(timer)
    const all = [...seen.values()]
    return {
      memoryMb: Math.max(0, ...all.map(({ memoryMb }) => memoryMb)),
      cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    }
  }
}

interface Ran {
  readonly times: Times
  /** of the state with all resources in it */
  readonly stateBytes: number
}

/** @param mirror whose processes are watched meanwhile */
const run = async (workspace: Workspace, mirror?: Mirror): Promise<Ran & { readonly cpu: Times; memoryMb: number }> => {
  await workspace.succeed('init')
  const times: Record<string, number> = {}
  const cpu: Record<string, number> = {}
  let [stateBytes, memoryMb] = [0, 0]
  for (const step of STEPS) {
    const seen = mirror && watch(mirror)
    times[step] = (await workspace.succeed(...command[step])).tookMs
    const taken = seen?.()
    cpu[step] = taken?.cpuMs ?? 0
    memoryMb = Math.max(memoryMb, taken?.memoryMb ?? 0)
    if (step === 'apply') stateBytes = (await workspace.file('terraform.tfstate')).length
  }
  return { times: times as Times, cpu: cpu as Times, memoryMb, stateBytes }
}

export interface Measured {
  readonly ours: Times
  readonly bare: Times
  /** with a state as large as ours */
  readonly padded: Times
  /** processor time of the provider's processes */
  readonly cpu: Times
  readonly memoryMb: number
}

/** Text in each resource of Terraform's own stands in the state twice, as input and as output. */
const paddingFor = (count: number, ours: Ran, bare: Ran): number =>
  Math.max(0, Math.round((ours.stateBytes - bare.stateBytes) / count / 2))

/** One turn: Terraform's own first, then ours, then Terraform's own with a state as large as ours. */
export const measure = async (mirror: Mirror, count: number): Promise<Measured> => {
  const double = new ApiDouble()
  await double.start()
  const environment = { ...mirror.environment, QUANTUMNET_ENDPOINT: double.endpoint, QUANTUMNET_TOKEN: TOKEN }
  const workspace = await Workspace.make(environment)
  try {
    await workspace.write('main.tf', data(count))
    const bare = await run(workspace)
    await workspace.configure(networks(count))
    const ours = await run(workspace, mirror)
    await workspace.write('main.tf', padded(count, paddingFor(count, ours, bare)))
    const large = await run(workspace)
    return { ours: ours.times, bare: bare.times, padded: large.times, cpu: ours.cpu, memoryMb: ours.memoryMb }
  } finally {
    await workspace.remove()
    await double.stop()
  }
}
