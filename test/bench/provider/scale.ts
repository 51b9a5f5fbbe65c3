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

const SAMPLE_MS = 50

/** Greatest memory of any provider process meanwhile, in MB. */
const watchMemory = (mirror: Mirror): (() => number) => {
  let most = 0
  const timer = setInterval(() => {
    for (const pid of providersOf(mirror)) {
      try {
        const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
        most = Math.max(most, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
      } catch {
        // it ended meanwhile
      }
    }
  }, SAMPLE_MS)
  return () => {
    clearInterval(timer)
    return most
  }
}

const run = async (workspace: Workspace): Promise<Times> => {
  await workspace.succeed('init')
  const times: Record<string, number> = {}
  for (const step of STEPS) times[step] = (await workspace.succeed(...command[step])).tookMs
  return times as Times
}

export interface Measured {
  readonly ours: Times
  readonly bare: Times
  readonly memoryMb: number
}

/** One turn: Terraform's own first, then ours. */
export const measure = async (mirror: Mirror, count: number): Promise<Measured> => {
  const double = new ApiDouble()
  await double.start()
  const environment = { ...mirror.environment, QUANTUMNET_ENDPOINT: double.endpoint, QUANTUMNET_TOKEN: TOKEN }
  const workspace = await Workspace.make(environment)
  try {
    await workspace.write('main.tf', data(count))
    const bare = await run(workspace)
    await workspace.configure(networks(count))
    const memory = watchMemory(mirror)
    const ours = await run(workspace)
    return { ours, bare, memoryMb: memory() }
  } finally {
    await workspace.remove()
    await double.stop()
  }
}
