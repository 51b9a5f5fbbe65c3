import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@quantumnet/api'
import { startPlatform, tryRun, type Finished, type Lab, type Platform } from '@quantumnet/platform'
import pg from 'pg'
import { run } from '../../platform/src/process/run.ts'
import { madePorts, prepareWorkdir, type MadePort, type Workdir } from '../../platform/src/start/terraform.ts'
import { scratchFolder } from '../platform/scratch.ts'

/** The whole platform in a folder of its own, with Terraform at hand: what `npm start` runs. */
export interface Estate {
  readonly platform: Platform
  readonly lab: Lab
  readonly client: Client
  /** Where `npm start` would put the quickstart. */
  readonly quickstart: Workdir
  /** Another Terraform configuration beside it. */
  configuration(name: string, text: string): Workdir
  terraform(workdir: Workdir, ...args: string[]): Promise<Finished>
  /** Boots a VM for each port that Terraform made. */
  bootVms(workdir: Workdir): Promise<readonly MadePort[]>
  /** ovn-nbctl on the northbound database. */
  nbctl(...args: string[]): Promise<string>
  /** A statement on a connection of its own to the server's PostgreSQL. */
  sql<T extends pg.QueryResultRow>(text: string, ...values: unknown[]): Promise<T[]>
  end(): Promise<void>
}

const TERRAFORM_LIMIT_MS = 120_000

const requireLab = (platform: Platform): Lab => {
  if (platform.lab === undefined) throw new Error('the lab was left out')
  return platform.lab
}

export const startEstate = async (): Promise<Estate> => {
  const folder = scratchFolder()
  // PostgreSQL runs as another user and has to get in.
  chmodSync(folder.path, 0o755)
  const lines: string[] = []
  const platform = await startPlatform({ dataDir: folder.path, durable: false, log: (line) => lines.push(line) }).catch(
    (error: unknown) => {
      folder.remove()
      throw new Error(`the platform did not start:\n${lines.join('\n')}`, { cause: error })
    },
  )
  const lab = requireLab(platform)
  const quickstart = await prepareWorkdir(platform, (line) => lines.push(line))
  const token = readFileSync(platform.tokens.admin, 'utf8').trim()
  const terraform = async ({ folder: chdir, env }: Workdir, ...args: string[]): Promise<Finished> =>
    await tryRun(['terraform', `-chdir=${chdir}`, ...args], {
      env: { ...process.env, ...env },
      timeoutMs: TERRAFORM_LIMIT_MS,
    })
  return {
    platform,
    lab,
    quickstart,
    client: new Client({ endpoint: platform.endpoint, token }),
    terraform,
    configuration: (name, text) => {
      const path = join(folder.path, name)
      mkdirSync(path)
      writeFileSync(join(path, 'main.tf'), text)
      return { ...quickstart, folder: path }
    },
    bootVms: async (workdir) => {
      const ports = await madePorts(workdir)
      await Promise.all(
        ports.map(async ({ id, mac, name, hostname, node }) => {
          await lab.vms.create({ id, portId: id, mac, name: hostname ?? name, node: node ?? 'hv1' })
        }),
      )
      await Promise.all(ports.map(async ({ id }) => await lab.vms.lease(id)))
      return ports
    },
    nbctl: async (...args) =>
      (await run(['ovn-nbctl', `--db=${platform.ovn?.nb ?? ''}`, '--timeout=15', ...args])).trim(),
    sql: async <T extends pg.QueryResultRow>(text: string, ...values: unknown[]) => {
      const connection = new pg.Client({ connectionString: platform.databaseUrl })
      await connection.connect()
      try {
        return (await connection.query<T>(text, values)).rows
      } finally {
        await connection.end()
      }
    },
    end: async () => {
      await platform.stop()
      folder.remove()
    },
  }
}
