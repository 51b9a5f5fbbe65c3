import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { eventually, tryRun, type Finished } from '@quantumnet/platform'
import { inNamespace } from '../../../platform/src/lab/netns.ts'
import { startCapture, type Capture, type CaptureSpec } from './capture.ts'
import { Guest } from './guest/guest.ts'
import type { Outcome, Probe } from './probe.ts'

/** Whom packets are sent to: a host at its first address, or an address by itself. */
export type Target = Host | string

export interface PingOptions {
  /** The source address. */
  readonly from?: string
  /** Bytes of the IP packet, which is then not to be fragmented. Default: 84 (IPv4), 104 (IPv6). */
  readonly size?: number
  /** How many; all of them must be answered. Default 3. */
  readonly count?: number
}

export interface Sending {
  /** Where it would show up if it got through. */
  readonly seenBy: Host
  /** pcap-filter(7) of what is looked for there, among what arrives */
  readonly filter: string
}

/** A TCP connection that stays until it is closed. */
export interface Connection {
  /** Sends bytes and reads as many back: whether they came within the limit (1 s). */
  alive(bytes?: number, timeoutMs?: number): Promise<boolean>
  /** Sends bytes and reads as many back: Mb/s of one direction, or undefined when they did not come. */
  rate(bytes: number, timeoutMs: number): Promise<number | undefined>
  close(): Promise<void>
}

/** Datagrams that go on until they are stopped. */
export interface Flood {
  /** Its text, by which the receiver can count it. */
  readonly name: string
  stop(): Promise<{ readonly sent: number; readonly failed: number }>
}

const SEND_FRAMES = fileURLToPath(new URL('send-frames.pl', import.meta.url))
const CONNECT_LIMIT_MS = 1_000
const ARRIVAL_LIMIT_MS = 1_000
const DATAGRAMS = 3
/** IP and ICMP headers around the payload that ping(8) is told to send. */
const PING_HEADERS = { 4: 28, 6: 48 } as const

const REFUSAL = /Port Unreachable|Prohibited|filtered|prohibited|port unreachable/
/** OVN refuses a ping in the name of its target; the same words in one's own name say that nobody answered ARP. */
const isRefusedBy = (address: string, printed: string): boolean =>
  printed.split('\n').some((line) => line.startsWith(`From ${address} `) && /unreachable/i.test(line))
const isV6 = (address: string): boolean => address.includes(':')

/** Somewhere that packets start and end: a VM, or a machine outside. Its programs run in its network namespace. */
export class Host {
  readonly name: string
  readonly namespace: string
  readonly device: string
  readonly #guest: Guest

  constructor({ name, namespace, device = 'eth0' }: { name: string; namespace: string; device?: string }) {
    this.name = name
    this.namespace = namespace
    this.device = device
    this.#guest = new Guest(namespace)
  }

  /** Its first address, v4 before v6. */
  get ip(): string {
    throw new Error(`${this.name} has no address`)
  }

  /** Runs a command, whatever its code. @throws CommandError after 30 s */
  async exec(...command: [string, ...string[]]): Promise<Finished> {
    return await tryRun(inNamespace(this.namespace)(command))
  }

  /** Runs a command and gives what it printed. @throws Error when it fails */
  async run(...command: [string, ...string[]]): Promise<string> {
    const { code, stdout, stderr } = await this.exec(...command)
    if (code !== 0) throw new Error(`${this.name}: ${command.join(' ')} ended with code ${String(code)}: ${stderr}`)
    return stdout.trim()
  }

  /** Adds an address of its own choice, whatever the API thinks of it. `nodad`: there is no time to wait for duplicates. */
  async addAddress(address: string): Promise<void> {
    await this.run('ip', 'address', 'replace', address, 'dev', this.device, ...(isV6(address) ? ['nodad'] : []))
  }

  async removeAddress(address: string): Promise<void> {
    await this.run('ip', 'address', 'del', address, 'dev', this.device)
  }

  /** Forgets the MAC addresses of its neighbours, so that it asks again. */
  async forgetNeighbours(): Promise<void> {
    await this.run('ip', 'neighbour', 'flush', 'all')
  }

  /** Three pings: all of them answered, or none. */
  ping(target: Target, options: PingOptions = {}): Probe {
    const { from, size, count = 3 } = options
    const details = [from === undefined ? '' : ` from ${from}`, size === undefined ? '' : ` with ${String(size)} bytes`]
    const attempt = async (): Promise<Outcome> => {
      const address = addressOf(target)
      const payload = size === undefined ? [] : ['-M', 'do', '-s', String(size - PING_HEADERS[isV6(address) ? 6 : 4])]
      const source = from === undefined ? [] : ['-I', from]
      const times = ['-c', String(count), '-i', '0.1', '-W', '1']
      const { stdout, stderr } = await this.exec('ping', '-n', ...times, ...payload, ...source, address)
      const received = Number(/(\d+) received/.exec(stdout)?.[1] ?? 0)
      if (received > 0) return received === count ? 'passes' : 'partly'
      return REFUSAL.test(stdout + stderr) || isRefusedBy(address, stdout) ? 'refused' : 'lost'
    }
    return { what: `${this.name} pings ${nameOf(target)}${details.join('')}`, attempt }
  }

  /** A TCP connection that is opened, used in both directions and closed. A host that is the target serves the port. */
  tcp(target: Target, port: number): Probe {
    const attempt = async (): Promise<Outcome> => {
      if (target instanceof Host) await target.serve(port)
      const [name, host] = [randomUUID(), addressOf(target)]
      const connected = await this.#guest.call('connect', { name, host, port, timeoutMs: CONNECT_LIMIT_MS })
      if (connected !== 'open') return connected
      const back = await this.#guest.call('echo', { name, bytes: 1_000, timeoutMs: CONNECT_LIMIT_MS })
      await this.#guest.call('close', { name })
      return back === undefined ? 'partly' : 'passes'
    }
    return { what: `${this.name} reaches tcp/${String(port)} of ${nameOf(target)}`, attempt }
  }

  /** Three datagrams, of which one must arrive. At a group, `target` is its address and `receiver` who is to get it. */
  udp(target: Target, port: number, receiver?: Host): Probe {
    const to = receiver ?? target
    if (!(to instanceof Host)) throw new Error(`who receives what is sent to ${addressOf(target)}?`)
    const attempt = async (): Promise<Outcome> => {
      if (receiver === undefined) await to.#guest.call('count', { port })
      const text = randomUUID()
      await this.sendDatagrams(target, port, { text, count: DATAGRAMS })
      return (await to.datagrams(port, text, ARRIVAL_LIMIT_MS)) > 0 ? 'passes' : 'lost'
    }
    const through = receiver === undefined ? '' : ` by ${addressOf(target)}`
    return { what: `${this.name} reaches udp/${String(port)} of ${to.name}${through}`, attempt }
  }

  /** Frames put on the wire as they are; they pass when one of them shows up. Hexadecimal, see frames.ts. */
  frames(what: string, frames: readonly string[], { seenBy, filter }: Sending): Probe {
    const attempt = async (): Promise<Outcome> => {
      const capture = await seenBy.capture(filter, { direction: 'in' })
      try {
        await this.sendFrames(frames)
        return (await capture.until(1, ARRIVAL_LIMIT_MS)) > 0 ? 'passes' : 'lost'
      } finally {
        await capture.stop()
      }
    }
    return { what: `${what} of ${this.name} is seen by ${seenBy.name}`, attempt }
  }

  /** Puts frames on the wire as they are. @throws Error unless all of them left */
  async sendFrames(frames: readonly string[]): Promise<void> {
    const command = inNamespace(this.namespace)(['perl', SEND_FRAMES, this.device])
    const { stdout, stderr } = await tryRun(command, { input: `${frames.join('\n')}\n` })
    if (Number(stdout) !== frames.length) throw new Error(`${this.name} could not send its frames: ${stderr}`)
  }

  /** Serves TCP on a port from now on: what comes is sent back. */
  async serve(port: number): Promise<void> {
    await this.#guest.call('listen', { port })
  }

  /** Refuses connections to a port that it served. */
  async shut(port: number): Promise<void> {
    await this.#guest.call('shut', { port })
  }

  /** The addresses that TCP connections to a port that it serves came from, in their order. */
  async accepted(port: number): Promise<readonly string[]> {
    return await this.#guest.call('accepted', { port })
  }

  /** Opens a connection that stays. @throws Error when it is not established */
  async connect(target: Target, port: number): Promise<Connection> {
    if (target instanceof Host) await target.serve(port)
    const [name, host] = [randomUUID(), addressOf(target)]
    const connected = await this.#guest.call('connect', { name, host, port, timeoutMs: 5_000 })
    if (connected !== 'open') throw new Error(`${this.name} → ${nameOf(target)} tcp/${String(port)}: ${connected}`)
    const echo = async (bytes: number, timeoutMs: number): Promise<number | undefined> =>
      await this.#guest.call('echo', { name, bytes, timeoutMs })
    return {
      alive: async (bytes = 100, timeoutMs = CONNECT_LIMIT_MS) => (await echo(bytes, timeoutMs)) !== undefined,
      rate: async (bytes, timeoutMs) => {
        const ms = await echo(bytes, timeoutMs)
        return ms === undefined ? undefined : (bytes * 8) / ms / 1_000
      },
      close: async () => {
        await this.#guest.call('close', { name })
      },
    }
  }

  /** Counts datagrams on a port from now on, as a member of these multicast groups. */
  async joins(port: number, ...groups: string[]): Promise<void> {
    await this.#guest.call('count', { port, groups })
  }

  /** Stops counting on a port, and leaves its groups. */
  async leaves(port: number): Promise<void> {
    await this.#guest.call('ignore', { port })
  }

  /** Sends datagrams with a text. @throws Error when none leaves */
  async sendDatagrams(
    target: Target,
    port: number,
    { text, count, intervalMs = 10 }: { text: string; count: number; intervalMs?: number },
  ): Promise<number> {
    return await this.#guest.call('send', { host: addressOf(target), port, text, count, intervalMs })
  }

  /** How many datagrams with this text came: at once when there are some, else after the limit. */
  async datagrams(port: number, text: string, timeoutMs = 0): Promise<number> {
    const read = async (): Promise<number> => await this.#guest.call('counted', { port, text })
    const some = async (): Promise<number | undefined> => ((await read()) > 0 ? await read() : undefined)
    return await eventually(some, { what: 'datagrams', timeoutMs }).catch(read)
  }

  /** Begins to send datagrams, and goes on until it is stopped. */
  async flood(target: Target, port: number, intervalMs = 2): Promise<Flood> {
    const [name, host] = [randomUUID(), addressOf(target)]
    await this.#guest.call('flood', { name, host, port, intervalMs })
    return { name, stop: async () => await this.#guest.call('stopFlood', { name }) }
  }

  /** Watches its interface. */
  async capture(filter: string, options: Pick<CaptureSpec, 'direction' | 'verbose'> = {}): Promise<Capture> {
    return await startCapture({ namespace: this.namespace, device: this.device, filter, ...options })
  }

  /** Ends what runs in it for the kit. */
  leave(): void {
    this.#guest.end()
  }
}

const addressOf = (target: Target): string => (target instanceof Host ? target.ip : target)
const nameOf = (target: Target): string => (target instanceof Host ? target.name : target)
