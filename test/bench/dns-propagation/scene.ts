import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client } from '@quantumnet/api'
import { operatorCorefile } from '@quantumnet/dns/corefile'
import { eventually, startPostgres } from '@quantumnet/platform'
import { buildApp } from '@quantumnet/server/app'
import { pino } from 'pino'
import { nodeCommand } from '../../../platform/src/sources.ts'
import { ask, type Endpoint } from '../../dns/ask.ts'
import { corednsBinary, freeEndpoint, spell } from '../../dns/endpoints.ts'
import { fill, type Place } from './fill.ts'

/** PostgreSQL, server, dns and CoreDNS as operators have them, each a process of its own. */
export interface Scene {
  readonly client: Client
  readonly edge: Endpoint
  readonly places: readonly Place[]
  /** how many zones the dns process has sent */
  readonly transfers: () => Promise<number>
  close(): Promise<void>
}

class Processes {
  readonly #folder: string
  readonly #children: ChildProcess[] = []

  constructor(folder: string) {
    this.#folder = folder
  }

  async start(
    name: string,
    command: readonly string[],
    env: Record<string, string>,
    isReady: () => Promise<boolean>,
  ): Promise<void> {
    const log = openSync(join(this.#folder, `${name}.log`), 'a')
    const [file = '', ...args] = command
    const child = spawn(file, args, { stdio: ['ignore', log, log], env: { PATH: process.env['PATH'], ...env } })
    this.#children.push(child)
    await eventually(async () => (await isReady()) || undefined, {
      what: `${name} is ready`,
      timeoutMs: 120_000,
      failed: () => (child.exitCode === null ? undefined : new Error(`${name} ended; see ${this.#folder}/${name}.log`)),
    })
  }

  async stop(): Promise<void> {
    for (const child of this.#children.reverse()) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
  }
}

const isOk = async (url: string): Promise<boolean> => (await fetch(url)).ok

const schema = async (url: string): Promise<void> => {
  const config = { databaseUrl: url, nbRemotes: [], sbRemotes: [], tokenFiles: [], dnsZone: 'internal' }
  const app = await buildApp({ config, log: pino({ level: 'silent' }), clock: () => new Date(0) })
  await app.close()
}

export const openScene = async (projects: number, vms: number): Promise<Scene> => {
  const binary = await corednsBinary()
  if (binary === undefined) throw new Error('without CoreDNS there is no edge')
  const folder = mkdtempSync('/tmp/qn-bench-')
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ dataDir: join(folder, 'pg'), durable: true })
  await schema(postgres.url)
  const places = await fill(postgres.url, projects, vms)
  const [api, dns, health, edge, edgeHealth, edgeReady] = await Promise.all(
    Array.from({ length: 6 }, async () => await freeEndpoint()),
  )
  if (!api || !dns || !health || !edge || !edgeHealth || !edgeReady) throw new Error('six endpoints were asked for')
  const [admin, feed] = ['admin', 'feed'].map((role) => join(folder, role)) as [string, string]
  writeFileSync(admin, 'admin-of-the-benchmark')
  writeFileSync(feed, 'feed-of-the-benchmark')
  mkdirSync(join(folder, 'state'))
  const processes = new Processes(folder)
  await processes.start(
    'server',
    nodeCommand('server/src/main.ts'),
    {
      ...{
        DATABASE_URL: postgres.url,
        QUANTUMNET_LISTEN: spell(api),
        QUANTUMNET_TOKEN_FILES: `admin=${admin},feed=${feed}`,
      },
      QUANTUMNET_LOG_LEVEL: 'warn',
    },
    async () => await isOk(`http://${spell(api)}/livez`),
  )
  await processes.start(
    'dns',
    nodeCommand('dns/src/main.ts'),
    {
      ...{
        QUANTUMNET_ENDPOINT: `http://${spell(api)}`,
        QUANTUMNET_TOKEN_FILE: feed,
        QUANTUMNET_DNS_LISTEN: spell(dns),
      },
      ...{
        QUANTUMNET_DNS_STATE: join(folder, 'state'),
        QUANTUMNET_DNS_TRANSFER_TO: '127.0.0.0/8',
        QUANTUMNET_DNS_NOTIFY: spell(edge),
      },
      ...{ QUANTUMNET_DNS_HEALTH: spell(health), QUANTUMNET_DNS_WORKERS: '1', QUANTUMNET_LOG_LEVEL: 'warn' },
    },
    async () => await isOk(`http://${spell(health)}/readyz`),
  )
  const corefile = join(folder, 'Corefile')
  const probes = { health: spell(edgeHealth), ready: spell(edgeReady) }
  writeFileSync(corefile, operatorCorefile({ listen: spell(edge), primaries: [spell(dns)], probes }))
  await processes.start(
    'edge',
    [binary, '-conf', corefile],
    {},
    async () => await isOk(`http://${spell(edgeReady)}/ready`),
  )
  const transfers = async (): Promise<number> => {
    const page = await (await fetch(`http://${spell(health)}/metrics`)).text()
    return Number(/^quantumnet_dns_transfers_total (\d+)$/m.exec(page)?.[1])
  }
  // Every project's zone, the root and the catalog.
  await eventually(async () => ((await transfers()) >= projects + 2 ? true : undefined), {
    what: 'the edge has copied everything',
    timeoutMs: 120_000,
  })
  for (const { zone } of places.slice(-1)) await ask(edge, zone, 'SOA')
  return {
    ...{
      client: new Client({ endpoint: `http://${spell(api)}`, token: 'admin-of-the-benchmark', attempts: 1 }),
      edge,
      places,
      transfers,
    },
    close: async () => {
      await processes.stop()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
