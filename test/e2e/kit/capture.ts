import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { eventually } from '@quantumnet/platform'
import { inNamespace } from '../../../platform/src/lab/netns.ts'

/** Where packets are watched, and which. */
export interface CaptureSpec {
  readonly namespace: string
  readonly device: string
  /** pcap-filter(7) */
  readonly filter: string
  /** Seen from the device. Default: both. */
  readonly direction?: 'in' | 'out'
  /** More of each packet, on lines of its own: for what has to be read, not counted. */
  readonly verbose?: boolean
}

/** Packets that pass, as tcpdump prints them. */
export interface Capture {
  readonly lines: readonly string[]
  readonly packets: number
  /** Waits until so many packets have passed, or the time is over: how many did. */
  until(packets: number, timeoutMs: number): Promise<number>
  /** Waits until nothing has passed for a while. @throws Error when it goes on and on */
  quiet(timeoutMs: number): Promise<void>
  /** Ends it: how many packets passed in all. */
  stop(): Promise<number>
}

/** Longer than retransmissions of a moment ago take, and much longer than an answer to an answer. */
const QUIET_MS = 1_000

/** The first line of a packet begins with its time; the others are indented. */
const isPacket = (line: string): boolean => /^\d+\.\d+ /.test(line)

/** Begins to watch; resolves when every packet from now on is seen. @throws Error when tcpdump does not run */
export const startCapture = async (spec: CaptureSpec): Promise<Capture> => {
  const { namespace, device, filter, direction, verbose } = spec
  const flags = ['-n', '-e', '-l', '-tt', '--immediate-mode', ...(verbose === true ? ['-vv'] : [])]
  const only = direction === undefined ? [] : ['-Q', direction]
  const [file, ...args] = inNamespace(namespace)(['tcpdump', '-i', device, ...flags, ...only, filter])
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [lines, errors] = [[] as string[], [] as string[]]
  createInterface({ input: child.stdout }).on('line', (line) => void lines.push(line))
  createInterface({ input: child.stderr }).on('line', (line) => void errors.push(line))
  const said = (): string => errors.join(' ')
  const failed = (): Error | undefined =>
    child.exitCode === null ? undefined : new Error(`tcpdump has ended: ${said()}`)
  await eventually(() => (said().includes('listening on') ? true : undefined), {
    ...{ what: `tcpdump listens on ${device}`, timeoutMs: 10_000, failed },
  })
  const packets = (): number => lines.filter(isPacket).length
  /** Asked for by a signal: what it says then it has printed. */
  const reports = (): number => errors.filter((line) => line.includes('captured')).length
  /** An interrupt ends it at once, with packets that it has not looked at yet: so it is asked until it finds no more. */
  const drained = async (): Promise<void> => {
    let found = -1
    const isDrained = async (): Promise<true | undefined> => {
      const asked = reports()
      child.kill('SIGUSR1')
      await eventually(() => (reports() > asked || child.exitCode !== null ? true : undefined), {
        ...{ what: `tcpdump on ${device} answers`, timeoutMs: 10_000 },
      })
      const before = found
      found = packets()
      return found === before ? true : undefined
    }
    await eventually(isDrained, { what: 'all packets are looked at', timeoutMs: 2_000 }).catch(() => undefined)
  }
  return {
    lines,
    get packets() {
      return packets()
    },
    until: async (wanted, timeoutMs) =>
      await eventually(() => (packets() >= wanted ? packets() : undefined), { what: 'packets', timeoutMs }).catch(
        packets,
      ),
    quiet: async (limitMs) => {
      let [seen, since] = [packets(), performance.now()]
      const isQuiet = (): true | undefined => {
        if (packets() !== seen) [seen, since] = [packets(), performance.now()]
        return performance.now() - since > QUIET_MS ? true : undefined
      }
      await eventually(isQuiet, { what: `no more packets that are "${filter}"`, timeoutMs: limitMs })
    },
    stop: async () => {
      await drained()
      const closed = once(child, 'close')
      child.kill('SIGINT')
      if (child.exitCode === null) await closed
      return packets()
    },
  }
}
