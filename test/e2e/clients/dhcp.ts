import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { eventually } from '@quantumnet/platform'
import { inNamespace } from '../../../platform/src/lab/netns.ts'
import type { Host } from '../kit/index.ts'

/** Real DHCP clients beside the one that the lab's VMs boot with. They tell what they were told, and leave the interface alone. */

const PRINT_LEASE = fileURLToPath(new URL('print-lease', import.meta.url))
const ANSWER_LIMIT_MS = 15_000

/** What a client's script was told with one event: options by the client's own names. */
export interface Told {
  readonly event: string
  readonly values: Readonly<Record<string, string>>
}

/** Lines of the script as events; one that has not ended yet is left out. Others print in between. */
const eventsIn = (text: string): readonly Told[] =>
  [...text.matchAll(/^event (.*)\n([^]*?)^end of event$/gm)].map(([, event = '', body = '']) => ({
    event,
    values: Object.fromEntries(
      [...body.matchAll(/^([A-Za-z_]\w*)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value] as const),
    ),
  }))

/** A client that runs until it is stopped. */
export class DhcpClient {
  readonly #child: ChildProcess
  readonly #what: string
  #text = ''

  constructor(host: Host, [program, ...args]: readonly [string, ...string[]]) {
    const [file, ...rest] = inNamespace(host.namespace)([program, ...args])
    this.#what = `${program} of ${host.name}`
    this.#child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#text += text
      })
  }

  get events(): readonly Told[] {
    return eventsIn(this.#text)
  }

  /** The events of this name, once there are so many. @throws Error when there are not within 15 s */
  async told(event: string, count = 1): Promise<readonly Told[]> {
    const found = (): readonly Told[] | undefined => {
      const events = this.events.filter((each) => each.event === event)
      return events.length >= count ? events : undefined
    }
    return await eventually(found, {
      what: `${this.#what} is told "${event}" ${String(count)} times`,
      timeoutMs: ANSWER_LIMIT_MS,
    }).catch((error: unknown) => {
      throw new Error(`${this.#what} said: ${this.#text}`, { cause: error })
    })
  }

  /** SIGUSR1 has udhcpc renew its lease now. */
  renew(): void {
    this.#child.kill('SIGUSR1')
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const closed = once(this.#child, 'close')
    this.#child.kill('SIGTERM')
    await closed
  }
}

/** Options that udhcpc passes on only when it has asked for them. */
const ASKED = ['search', 'mtu', 'staticroutes', 'ntpsrv', 'tftp', 'bootfile', 'hostname'].flatMap((name) => [
  '-O',
  name,
])

/** busybox udhcpc, which stays and can be told to renew. */
export const udhcpc = (host: Host): DhcpClient =>
  new DhcpClient(host, ['udhcpc', '-f', '-i', host.device, '-s', PRINT_LEASE, '-t', '5', '-T', '1', ...ASKED])

/** A client of IPv6 sends from the link-local address, which the kernel takes a second or two to be sure of (RFC 4862 §5.4). */
const untilLinkLocal = async (host: Host): Promise<void> => {
  const command = ['ip', '-6', '-o', 'address', 'show', 'dev', host.device, 'scope', 'link', '-tentative'] as const
  await eventually(async () => ((await host.run(...command)).includes('fe80:') ? true : undefined), {
    what: `${host.name} has a link-local address`,
    timeoutMs: ANSWER_LIMIT_MS,
  })
}

/** What ISC dhclient is told; `flags` such as `-6` or `-S`. It knows of nothing that it was told before. @throws Error when nobody answers */
export const dhclient = async (host: Host, event: string, ...flags: string[]): Promise<Told['values']> => {
  if (flags.includes('-6')) await untilLinkLocal(host)
  const files = ['-lf', '/dev/null', '-pf', '/dev/null', '-sf', PRINT_LEASE]
  const client = new DhcpClient(host, ['dhclient', '-d', ...flags, ...files, host.device])
  try {
    const [told] = await client.told(event)
    return told?.values ?? {}
  } finally {
    await client.stop()
  }
}
