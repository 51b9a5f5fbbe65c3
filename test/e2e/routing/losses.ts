import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { eventually } from '@quantumnet/platform'
import { inNamespace } from '../../../platform/src/lab/netns.ts'
import type { Host } from '../kit/index.ts'

const INTERVAL_MS = 20
const interval = String(INTERVAL_MS / 1_000)

/** What became of pings, 20 ms apart: figures of this machine at this moment, which scenarios print and benches report. */
export interface Losses {
  readonly sent: number
  readonly lost: number
  /** the longest time without an answer */
  readonly gapMs: number
}

/** Of those up to the last one: what was sent after the last answer nobody has waited for. */
const lossesOf = (answers: Iterable<number>, last: number): Losses => {
  const answered = [...new Set(answers)].filter((number) => number <= last).sort((a, b) => a - b)
  const gaps = [...answered, last + 1].map((number, index) => number - (answered[index - 1] ?? 0) - 1)
  return { sent: last, lost: last - answered.length, gapMs: Math.max(0, ...gaps) * INTERVAL_MS }
}

/** For people: `central: 1 of 250 pings lost, 20 ms without an answer`. */
export const sayLosses = (what: string, { lost, sent, gapMs }: Losses): void => {
  process.stderr.write(
    `${what}: ${String(lost)} of ${String(sent)} pings lost, ${String(gapMs)} ms without an answer\n`,
  )
}

/** Pings that go on, all of one conversation: what is tracked of the first holds for the last. */
export interface Conversation {
  /** Waits for so many more answers. @throws Error when they do not come within the limit */
  hears(more: number, timeoutMs?: number): Promise<void>
  /** Ends it. */
  stop(): Promise<Losses>
}

/** Begins to ping; resolves at the first answer. @throws Error when there is none */
export const converse = async (from: Host, to: string): Promise<Conversation> => {
  const [file, ...args] = inNamespace(from.namespace)(['ping', '-n', '-i', interval, to])
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const answers: number[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, number] = /bytes from .* icmp_seq=(\d+) /.exec(line) ?? []
    if (number !== undefined) answers.push(Number(number))
  })
  const hears = async (more: number, timeoutMs = 30_000): Promise<void> => {
    const wanted = answers.length + more
    const what = `${from.name} hears ${String(more)} more answers of ${to}`
    await eventually(() => (answers.length >= wanted ? true : undefined), { what, timeoutMs })
  }
  const stop = async (): Promise<Losses> => {
    const closed = once(child, 'close')
    child.kill('SIGINT')
    await closed
    return lossesOf(answers, Math.max(0, ...answers))
  }
  await hears(1).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { hears, stop }
}

/**
 * Pings every 20 ms while something happens, and until the time is over. Each is a conversation of its own: those that go on are tracked, and follow
 * what held when they began.
 */
export const lossesDuring = async (
  from: Host,
  to: string,
  { seconds, happens }: { readonly seconds: number; readonly happens: () => Promise<unknown> },
): Promise<Losses> => {
  const sent = Math.round((seconds * 1_000) / INTERVAL_MS)
  const once = `ping -n -c 1 -W 1 ${to} > /dev/null && echo $n`
  const loop = `for n in $(seq ${String(sent)}); do (${once}) & sleep ${interval}; done; wait`
  const pinging = from.run('sh', '-c', loop)
  await happens()
  const answered = (await pinging).split('\n').filter((line) => line !== '')
  return lossesOf(answered.map(Number), sent)
}
