import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Child } from '../../platform/src/process/child.ts'
import { nodeCommand } from '../../platform/src/sources.ts'
import { startPart, type Part } from '../../platform/src/supervisor/part.ts'
import { scratchFolder } from '../platform/scratch.ts'
import type { Endpoint } from './ask.ts'
import { freeEndpoint, spell } from './endpoints.ts'
import { FeedDouble } from './feed-double.ts'

export { corednsBinary, freeEndpoint, spell } from './endpoints.ts'

interface PrimaryOptions {
  readonly ready?: boolean
  readonly zone?: string
  readonly workers?: number
  /** more of its environment, or other */
  readonly env?: Readonly<Record<string, string>>
}

/** A feed, a dns process that follows it, and CoreDNS processes, on loopback and in a folder of their own. */
export class DnsLab {
  readonly feed: FeedDouble
  readonly primary: Endpoint
  readonly health: Endpoint
  readonly notify: Endpoint
  readonly #folder = scratchFolder()
  readonly #children = new Set<Child>()

  private constructor(
    feed: FeedDouble,
    { primary, health, notify }: Record<'primary' | 'health' | 'notify', Endpoint>,
  ) {
    this.feed = feed
    this.primary = primary
    this.health = health
    this.notify = notify
  }

  static async open({ root = 'internal' } = {}): Promise<DnsLab> {
    const [primary, health, notify] = [await freeEndpoint(), await freeEndpoint(), await freeEndpoint()]
    const lab = new DnsLab(new FeedDouble(root), { primary, health, notify })
    await lab.feed.start()
    return lab
  }

  get folder(): string {
    return this.#folder.path
  }

  /** Starts the dns process and waits until it is ready, or only until it runs. */
  async startPrimary({ ready = true, zone = 'internal', workers = 1, env = {} }: PrimaryOptions = {}): Promise<Child> {
    const token = join(this.folder, 'token')
    writeFileSync(token, `${this.feed.token}\n`)
    return await this.#start({
      name: 'dns',
      command: nodeCommand('dns/src/main.ts'),
      env: {
        QUANTUMNET_ENDPOINT: this.feed.endpoint,
        QUANTUMNET_TOKEN_FILE: token,
        QUANTUMNET_DNS_LISTEN: spell(this.primary),
        QUANTUMNET_DNS_STATE: join(this.folder, 'state'),
        QUANTUMNET_DNS_ZONE: zone,
        QUANTUMNET_DNS_TRANSFER_TO: '127.0.0.1/32',
        QUANTUMNET_DNS_NOTIFY: spell(this.notify),
        QUANTUMNET_DNS_HEALTH: spell(this.health),
        QUANTUMNET_DNS_WORKERS: String(workers),
        ...env,
      },
      logFile: join(this.folder, 'dns.log'),
      ready: async () => (await fetch(`http://${spell(this.health)}/${ready ? 'readyz' : 'livez'}`)).ok,
    })
  }

  /** Starts CoreDNS with a Corefile, and waits until it says that it is ready. */
  async startCoredns(binary: string, corefile: string, ready: Endpoint): Promise<Child> {
    const name = `edge-${String(ready.port)}`
    const file = join(this.folder, `${name}.corefile`)
    writeFileSync(file, corefile)
    return await this.#start({
      name,
      command: [binary, '-conf', file],
      logFile: join(this.folder, `${name}.log`),
      ready: async () => (await fetch(`http://${spell(ready)}/ready`)).ok,
    })
  }

  async #start(part: Part): Promise<Child> {
    const child = await startPart(part)
    this.#children.add(child)
    return child
  }

  async close(): Promise<void> {
    for (const child of this.#children) await child.stop()
    await this.feed.stop()
    this.#folder.remove()
  }
}
