import { setTimeout as pause } from 'node:timers/promises'
import type { Host } from '../kit/index.ts'

const INTERVAL_MS = 20

/** What became of pings that went on while something happened. */
export interface Losses {
  readonly sent: number
  readonly lost: number
  /** the longest time without an answer */
  readonly gapMs: number
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
  const loop = `for n in $(seq ${String(sent)}); do (${once}) & sleep ${String(INTERVAL_MS / 1_000)}; done; wait`
  const pinging = from.run('sh', '-c', loop)
  await pause(500)
  await happens()
  const answered = (await pinging)
    .split('\n')
    .filter((line) => line !== '')
    .map(Number)
    .sort((a, b) => a - b)
  const gaps = [...answered, sent + 1].map((number, index) => number - (answered[index - 1] ?? 0) - 1)
  return { sent, lost: sent - answered.length, gapMs: Math.max(0, ...gaps) * INTERVAL_MS }
}
