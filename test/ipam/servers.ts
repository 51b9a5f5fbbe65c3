import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile, chmod } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { Client } from '@quantumnet/api'
import { eventually, startPostgres } from '@quantumnet/platform'

/** Server processes on one database, and PostgreSQL under them. */
export interface Servers {
  readonly databaseUrl: string
  /** of the first one */
  readonly endpoint: string
  readonly token: string
  readonly clients: readonly Client[]
  /** Ends a process as a power cut would, and starts it again on the same port. */
  readonly kill: (index: number) => Promise<void>
  close(): Promise<void>
}

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const isLive = async (endpoint: string): Promise<true | undefined> => {
  try {
    return (await fetch(`${endpoint}/readyz`)).status < 600 ? true : undefined
  } catch {
    return undefined
  }
}

export interface ServersOptions {
  /** whether PostgreSQL waits for the disk */
  readonly durable?: boolean
  /** more of the processes' environment, such as where OVN is */
  readonly env?: Readonly<Record<string, string>>
}

/** Starts PostgreSQL and `count` server processes, without OVN unless `env` says where it is. */
export const startServers = async (
  count: number,
  { durable = false, env = {} }: ServersOptions = {},
): Promise<Servers> => {
  const folder = await mkdtemp('/tmp/qn-ipam-')
  await chmod(folder, 0o755)
  const postgres = await startPostgres({ dataDir: join(folder, 'pg'), durable })
  const token = randomBytes(24).toString('base64url')
  await writeFile(join(folder, 'admin'), `${token}\n`, { mode: 0o600 })
  const ports = await Promise.all(Array.from({ length: count }, freePort))
  const endpoints = ports.map((port) => `http://127.0.0.1:${String(port)}`)
  const children: ChildProcess[] = []

  const start = async (index: number): Promise<void> => {
    children[index] = spawn(process.execPath, ['server/src/main.ts'], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DATABASE_URL: postgres.url,
        QUANTUMNET_LISTEN: `127.0.0.1:${String(ports[index])}`,
        QUANTUMNET_TOKEN_FILES: `admin=${join(folder, 'admin')}`,
        QUANTUMNET_LOG_LEVEL: 'error',
        ...env,
      },
    })
    await eventually(async () => await isLive(endpoints[index] ?? ''), { what: 'a server', timeoutMs: 20_000 })
  }
  const stop = async (index: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const child = children[index]
    if (child?.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  await start(0)
  await Promise.all(
    ports.slice(1).map(async (_, index) => {
      await start(index + 1)
    }),
  )
  return {
    databaseUrl: postgres.url,
    endpoint: endpoints[0] ?? '',
    token,
    clients: endpoints.map((endpoint) => new Client({ endpoint, token, attempts: 3 })),
    kill: async (index) => {
      await stop(index, 'SIGKILL')
      await start(index)
    },
    close: async () => {
      await Promise.all(
        children.map(async (_, index) => {
          await stop(index, 'SIGTERM')
        }),
      )
      await postgres.stop()
      await rm(folder, { recursive: true })
    },
  }
}
