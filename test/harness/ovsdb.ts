import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { eventually } from '@quantumnet/platform'

const command = promisify(execFile)

export interface OvsdbOptions {
  /** path of the .ovsschema; unused when the server joins a cluster */
  readonly schema: string
  /** name of the database in the schema */
  readonly database: string
  /** a one-node RAFT cluster instead of a standalone file */
  readonly clustered?: boolean
  /** a server of the cluster to join */
  readonly join?: OvsdbServer
  /** more arguments of ovsdb-server, such as another --remote */
  readonly args?: readonly string[]
}

/** A real ovsdb-server on a unix socket in a folder of its own, as a child in the foreground. Its data outlives `stop` and `kill`. */
export class OvsdbServer {
  readonly folder: string
  readonly socket: string
  /** for a client's list of remotes */
  readonly remote: string
  readonly raftAddress: string
  readonly #database: string
  readonly #args: readonly string[]
  #child: ChildProcess | null = null
  #output = ''

  constructor(folder: string, { database, args = [] }: OvsdbOptions) {
    this.folder = folder
    this.socket = join(folder, 's')
    this.remote = `unix:${this.socket}`
    this.raftAddress = `unix:${join(folder, 'raft')}`
    this.#database = database
    this.#args = args
  }

  get databaseFile(): string {
    return join(this.folder, 'db')
  }

  /** Starts the process, and waits until it takes connections. */
  async start(): Promise<void> {
    const child = spawn(
      'ovsdb-server',
      [
        '--no-chdir',
        `--remote=punix:${this.socket}`,
        `--unixctl=${join(this.folder, 'ctl')}`,
        '--log-file=/dev/null',
        ...this.#args,
        this.databaseFile,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    this.#child = child
    child.stderr.on('data', (chunk: Buffer) => (this.#output = `${this.#output}${chunk.toString()}`.slice(-4000)))
    await eventually(async () => await this.#takesConnections(), {
      what: 'ovsdb-server takes connections',
      timeoutMs: 10_000,
      failed: () => (child.exitCode === null ? undefined : new Error(`ovsdb-server ended: ${this.#output}`)),
    })
  }

  /** Ends it as an operator does. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Lets it hang: the kernel still takes connections and bytes for it. */
  freeze(): void {
    this.#child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  /** Stops it, and takes its folder away. */
  async remove(): Promise<void> {
    await this.#end('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }

  /** False when it ended, by itself or not. */
  get running(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null
  }

  /** Runs an ovs-appctl command such as `cluster/status`. */
  async control(...args: string[]): Promise<string> {
    return await run('ovs-appctl', '--timeout=10', '-t', join(this.folder, 'ctl'), ...args)
  }

  async isLeader(): Promise<boolean> {
    return (await this.control('cluster/status', this.#database)).includes('Role: leader')
  }

  async #takesConnections(): Promise<true> {
    const socket = createConnection(this.socket)
    try {
      await once(socket, 'connect')
      return true
    } finally {
      socket.destroy()
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child?.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    // A frozen process takes SIGTERM only once it goes on.
    child.kill('SIGCONT')
    await ended
  }
}

/** Runs a program to its end, and gives what it printed. */
export const run = async (program: string, ...args: string[]): Promise<string> => (await command(program, args)).stdout

const createDatabase = async (server: OvsdbServer, options: OvsdbOptions): Promise<void> => {
  const { databaseFile, raftAddress } = server
  if (options.join !== undefined) {
    await run('ovsdb-tool', 'join-cluster', databaseFile, options.database, raftAddress, options.join.raftAddress)
  } else if (options.clustered === true) {
    await run('ovsdb-tool', 'create-cluster', databaseFile, options.schema, raftAddress)
  } else {
    await run('ovsdb-tool', 'create', databaseFile, options.schema)
  }
}

/** Makes a database from a schema, and starts a server on it. The folder's name is short: a socket's path ends at 107 bytes. */
export const startOvsdb = async (options: OvsdbOptions): Promise<OvsdbServer> => {
  const server = new OvsdbServer(await mkdtemp('/tmp/qo-'), options)
  try {
    await createDatabase(server, options)
    await server.start()
    return server
  } catch (error) {
    await server.remove()
    throw error
  }
}

/** Starts a RAFT cluster of that many servers, each on its own socket; the first one is the leader to begin with. */
export const startOvsdbCluster = async (options: OvsdbOptions, size: number): Promise<OvsdbServer[]> => {
  const first = await startOvsdb({ ...options, clustered: true })
  const servers = [first]
  while (servers.length < size) servers.push(await startOvsdb({ ...options, join: first }))
  for (const server of servers) {
    await eventually(
      async () =>
        (await server.control('cluster/status', options.database)).includes('Status: cluster member')
          ? true
          : undefined,
      { what: 'every server is a member of the cluster', timeoutMs: 20_000 },
    )
  }
  return servers
}
