import { join } from 'node:path'
import { buildMirror } from '../../provider/mirror.ts'
import { starters, timeToLine } from './handshake.ts'
import { measure, STEPS, type Measured } from './scale.ts'

/** Time to the handshake, and plan, apply, refresh and destroy of a thousand resources; see ../README.md. */

const QUICK = process.argv.includes('--quick')
const [STARTS, TURNS, COUNT] = QUICK ? [3, 1, 50] : [31, 3, 1_000]

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
const write = (line: string): void => void process.stdout.write(`${line}\n`)

const mirror = buildMirror('022')
try {
  const place = 'registry.terraform.io/quantumnet/quantumnet/0.1.0/linux_amd64/terraform-provider-quantumnet_v0.1.0'
  const { all, remove } = starters(join(mirror.folder, place))
  const starts: Record<string, number>[] = []
  for (let turn = 0; turn < STARTS; turn += 1) {
    const times: Record<string, number> = {}
    for (const starter of all) times[starter.name] = await timeToLine(starter)
    starts.push(times)
  }
  remove()
  const of = (name: string): readonly number[] => starts.map((times) => times[name] ?? 0)
  const ratio = median(starts.map(({ provider = 0, least = 1 }) => provider / least))
  for (const { name } of all)
    write(`start, ${name}: median ${median(of(name)).toFixed(1)} ms, least ${Math.min(...of(name)).toFixed(1)} ms`)
  write(`start, provider × least: ${ratio.toFixed(2)}`)

  const turns: Measured[] = []
  for (let turn = 0; turn < TURNS; turn += 1) turns.push(await measure(mirror, COUNT))
  for (const step of STEPS) {
    const ours = median(turns.map((each) => each.ours[step]))
    const cpu = median(turns.map((each) => each.cpu[step]))
    const beside = (which: 'bare' | 'padded'): string => {
      const took = median(turns.map((each) => each[which][step]))
      return `${took.toFixed(0)} ms, × ${median(turns.map((each) => each.ours[step] / each[which][step])).toFixed(2)}`
    }
    write(
      `${String(COUNT)}, ${step}: ${ours.toFixed(0)} ms (${cpu.toFixed(0)} ms of it the provider's processor time); ` +
        `terraform_data ${beside('bare')}; with a state as large ${beside('padded')}`,
    )
  }
  write(`memory of a provider process at most: ${median(turns.map(({ memoryMb }) => memoryMb)).toFixed(0)} MB`)
} finally {
  mirror.remove()
}
