import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import {
  Client,
  networkRoutes,
  portRoutes,
  projectRoutes,
  settle,
  subnetRoutes,
  systemRoutes,
  type CreatePort,
  type Drift,
  type Network,
  type Port,
  type Project,
  type Readiness,
  type Subnet,
} from '@quantumnet/api'
import { parseSchema, Session, type Row, type Tables } from '@quantumnet/ovsdb-jsonrpc'
import { eventually, startPostgres, type Postgres } from '@quantumnet/platform'
import { buildApp } from '@quantumnet/server/app'
import { run, startOvsdb, type OvsdbServer } from '../harness/ovsdb.ts'

/** PostgreSQL, OVN's northbound database as a cluster of one, and servers between them: all real, all on unix sockets. */

const SCHEMA = '/usr/share/ovn/ovn-nb.ovsschema'
const TABLES = [
  'Logical_Switch',
  'Logical_Switch_Port',
  'DHCP_Options',
  'Port_Group',
  'ACL',
  'Address_Set',
  'Meter',
  'Meter_Band',
  'Copp',
] as const
export type TableName = (typeof TABLES)[number]
const monitor = Object.fromEntries([...TABLES, 'NB_Global'].map((table) => [table, '*' as const]))
const WAIT_MS = 20_000

/** One PostgreSQL for all tests of a file. */
export class Databases {
  readonly folder = mkdtempSync('/tmp/qr-')
  #postgres: Postgres | undefined

  get postgres(): Postgres {
    if (this.#postgres === undefined) throw new Error('PostgreSQL was not started')
    return this.#postgres
  }

  async start(): Promise<void> {
    this.#postgres = await startPostgres({ dataDir: this.folder, durable: false })
  }

  /** A new, empty database, and its URL. */
  async create(): Promise<string> {
    const name = `t${randomUUID().replaceAll('-', '')}`
    await query(this.postgres.url, `create database ${name}`)
    return this.postgres.url.replace('/quantumnet?', `/${name}?`)
  }

  /** A copy of a database that nobody uses at the moment, and its URL. */
  async copy(url: string): Promise<string> {
    const [, name = ''] = /\/(t[0-9a-f]+)\?/.exec(url) ?? []
    await query(this.postgres.url, `create database ${name}_copy template ${name}`)
    return url.replace(name, `${name}_copy`)
  }

  /** Ends PostgreSQL, and starts it again after `meanwhile`. */
  async restart(meanwhile: () => Promise<void>): Promise<void> {
    await this.postgres.stop()
    await meanwhile()
    await this.start()
  }

  async stop(): Promise<void> {
    await this.#postgres?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const query = async <T extends object>(url: string, text: string, values: readonly unknown[] = []): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

export interface Server {
  readonly endpoint: string
  readonly client: Client
  readiness(): Promise<Readiness>
  drift(): Promise<Drift>
  repair(confirmSurplus?: number): Promise<Drift>
  close(): Promise<void>
}

/** A row of ours as people see it: where it is, whose it is. */
export interface OwnedRow {
  readonly table: TableName
  readonly uuid: string
  readonly row: Row
  readonly kind: string
  readonly id: string
}

const externalIds = (row: Row): ReadonlyMap<string, string> => row['external_ids'] as ReadonlyMap<string, string>

export class Rig {
  readonly url: string
  readonly nb: OvsdbServer
  /** Another client of OVN, for looking, and for what a stranger may do. */
  readonly observer: Session<Tables, typeof monitor>
  readonly #folder: string
  readonly #servers: Server[] = []

  private constructor(url: string, nb: OvsdbServer, folder: string) {
    this.url = url
    this.nb = nb
    this.#folder = folder
    const schema = parseSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')))
    this.observer = new Session<Tables, typeof monitor>({
      schema,
      remotes: [nb.remote],
      monitor,
      backoff: { minMs: 20, maxMs: 50 },
    })
    writeFileSync(join(folder, 'admin'), ADMIN)
  }

  static async start(databases: Databases): Promise<Rig> {
    const nb = await startOvsdb({ schema: SCHEMA, database: 'OVN_Northbound', clustered: true })
    const rig = new Rig(await databases.create(), nb, mkdtempSync('/tmp/qt-'))
    await rig.observer.ready()
    return rig
  }

  /** A server of its own on the same two databases. `nbRemote` puts something between it and OVN; `url` gives it another PostgreSQL. */
  async server({ nbRemote = this.nb.remote, url = this.url } = {}): Promise<Server> {
    const app = await buildApp({
      config: {
        databaseUrl: url,
        nbRemotes: [nbRemote],
        tokenFiles: [{ role: 'admin', path: this.adminTokenFile }],
        dnsZone: 'internal',
      },
      log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
      clock: () => new Date(Date.now()), // eslint-disable-line no-restricted-syntax -- a test's edge, like main.ts
      connections: 8,
    })
    const endpoint = await app.listen({ host: '127.0.0.1', port: 0 })
    const server = serverOn(endpoint, async () => {
      this.#servers.splice(this.#servers.indexOf(server), 1)
      await app.close()
    })
    this.#servers.push(server)
    return server
  }

  /** A server that runs elsewhere, as a process of its own. */
  connect(endpoint: string): Server {
    return serverOn(endpoint, async () => {
      await Promise.resolve()
    })
  }

  get adminTokenFile(): string {
    return join(this.#folder, 'admin')
  }

  async sql<T extends object>(text: string, ...values: readonly unknown[]): Promise<T[]> {
    return await query<T>(this.url, text, values)
  }

  /** Does something to OVN as a person would. */
  async nbctl(...args: readonly string[]): Promise<string> {
    return await run('ovn-nbctl', `--db=${this.nb.remote}`, '--no-leader-only', '--timeout=10', ...args)
  }

  /** Every row of these tables with our tag, of any deployment. */
  owned(): readonly OwnedRow[] {
    return TABLES.flatMap((table) =>
      [...this.observer.rows(table)].flatMap(([uuid, row]) => {
        const [kind, id] = [externalIds(row).get('qn-kind'), externalIds(row).get('qn-id')]
        return kind === undefined || id === undefined ? [] : [{ table, uuid, row, kind, id }]
      }),
    )
  }

  /** Everything that is in OVN, in an order and a form that can be compared. */
  content(): readonly unknown[] {
    const atoms = (value: unknown): unknown => {
      if (value instanceof Map) return Object.fromEntries([...value].sort())
      return Array.isArray(value) ? value.toSorted() : value
    }
    return TABLES.flatMap((table) =>
      [...this.observer.rows(table)].map(([uuid, row]) => [
        table,
        uuid,
        Object.fromEntries(Object.entries(row).map(([column, value]) => [column, atoms(value)])),
      ]),
    ).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
  }

  /** Puts an empty database where the full one was. */
  async replaceNb(): Promise<void> {
    await this.nb.stop()
    rmSync(this.nb.databaseFile)
    await run('ovsdb-tool', 'create-cluster', this.nb.databaseFile, SCHEMA, this.nb.raftAddress)
    await this.nb.start()
  }

  port(id: string): Row | undefined {
    return [...this.observer.rows('Logical_Switch_Port').values()].find((row) => row['name'] === id)
  }

  global(): ReadonlyMap<string, string> {
    const row = this.observer.rows('NB_Global').values().next().value
    return row === undefined ? new Map() : externalIds(row)
  }

  async close(): Promise<void> {
    for (const server of [...this.#servers]) await server.close()
    await this.observer.close()
    await this.nb.remove()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

const ADMIN = 'admin-token-of-the-reconcile-tests'

const serverOn = (endpoint: string, close: () => Promise<void>): Server => {
  const client = new Client({ endpoint, token: ADMIN, attempts: 1 })
  return {
    endpoint,
    client,
    close,
    readiness: async () => {
      const response = await fetch(`${endpoint}/readyz`)
      return (await response.json()) as Readiness
    },
    drift: async () => await client.call(systemRoutes.drift, {}),
    repair: async (confirmSurplus) =>
      await client.call(systemRoutes.repair, {
        body: confirmSurplus === undefined ? {} : { confirm_surplus: confirmSurplus },
      }),
  }
}

/** Reads until it is so. */
export const until = async <T>(what: string, read: () => Promise<T | undefined> | T | undefined): Promise<T> =>
  await eventually(read, { what, timeoutMs: WAIT_MS })

export interface World {
  readonly project: Project
  readonly network: Network
  readonly subnet: Subnet
  readonly ports: readonly Port[]
}

export const createPorts = async (
  { client }: Server,
  network: Network,
  bodies: readonly Partial<CreatePort>[],
): Promise<readonly Port[]> =>
  await Promise.all(
    bodies.map(async (body) => await client.call(portRoutes.create, { body: { ...body, network: network.id } })),
  )

/** A project with one network, one subnet and some ports, as a user makes them. */
export const createWorld = async (server: Server, ports = 2, name = 'demo'): Promise<World> => {
  const { client } = server
  const project = await client.call(projectRoutes.create, { body: { name } })
  const network = await client.call(networkRoutes.create, { body: { project: project.id, name: 'main' } })
  const body = { network: network.id, name: 'main', cidr: '10.0.0.0/16' }
  const subnet = await client.call(subnetRoutes.create, { body })
  const vms = Array.from({ length: ports }, (_, index) => ({ vm: { name: `vm${String(index + 1)}` } }))
  return { project, network, subnet, ports: await createPorts(server, network, vms) }
}

/** Waits until each port's newest generation is in OVN. */
export const applied = async ({ client }: Server, ports: readonly Port[]): Promise<readonly (Port | undefined)[]> =>
  await Promise.all(
    ports.map(
      async ({ id }) =>
        await settle(async () => await client.call(portRoutes.get, { params: { id } }), {
          until: 'applied',
          timeoutMs: WAIT_MS,
        }),
    ),
  )
