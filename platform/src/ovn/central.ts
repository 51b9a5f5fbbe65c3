import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { removeSocketFolder, socketFolder } from '../paths.ts'
import type { Enter } from '../process/child.ts'
import { run } from '../process/run.ts'
import type { Part } from '../supervisor/part.ts'

export interface CentralOptions {
  /** `nb.db` and `sb.db` are kept here from run to run. */
  readonly dataDir: string
  readonly logDir: string
  /** Where hypervisors reach the southbound database over TCP, as `address:port`; default: only on this machine, over its socket. */
  readonly southboundListen?: string
  /** Puts a command into the network namespace where central lives; default: ours. */
  readonly enter?: Enter
}

export interface Central {
  readonly parts: readonly Part[]
  /** Remotes as OVN spells them, for example `unix:/run/x/nb.sock`. */
  readonly nb: string
  readonly sb: string
}

const here: Enter = (command) => command

const SCHEMAS = '/usr/share/ovn'
const LONGEST_SOCKET_NAME = 'northd.ctl'

interface Database {
  readonly name: 'nb' | 'sb'
  readonly schema: string
  readonly title: string
}
const NORTHBOUND: Database = { name: 'nb', schema: `${SCHEMAS}/ovn-nb.ovsschema`, title: 'OVN_Northbound' }
const SOUTHBOUND: Database = { name: 'sb', schema: `${SCHEMAS}/ovn-sb.ovsschema`, title: 'OVN_Southbound' }

/** A RAFT cluster of one, as in production but for its size. Its address is relative to the run folder, so the data can be moved. */
const createCluster = async (file: string, { schema, name }: Database): Promise<void> => {
  if (existsSync(file)) return
  const making = `${file}.new`
  rmSync(making, { force: true })
  await run(['ovsdb-tool', 'create-cluster', making, schema, `unix:${name}.raft`])
  renameSync(making, file)
}

/** True once the database has elected its leader, which is itself. */
const isLeader = async (control: string, title: string, signal: AbortSignal): Promise<boolean> =>
  (await run(['ovs-appctl', '-t', control, 'cluster/status', title], { signal })).includes('Role: leader')

/** OVN's northbound and southbound databases and ovn-northd, as parts for the supervisor. */
export const ovnCentral = (options: CentralOptions): Central => {
  const { dataDir, logDir, enter = here } = options
  const wanted = join(dataDir, 'run')
  const sockets = socketFolder(wanted, LONGEST_SOCKET_NAME)
  const cleanUp = (): void => {
    removeSocketFolder(wanted, sockets)
  }
  const env = { OVS_RUNDIR: sockets, OVN_RUNDIR: sockets, OVS_LOGDIR: logDir, OVN_LOGDIR: logDir }
  const [nb, sb] = [`unix:${join(sockets, 'nb.sock')}`, `unix:${join(sockets, 'sb.sock')}`]

  const server = (database: Database, remotes: readonly string[]): Part => {
    const file = join(dataDir, `${database.name}.db`)
    const control = join(sockets, `${database.name}.ctl`)
    return {
      name: `ovn-${database.name}`,
      command: enter([
        'ovsdb-server',
        '--no-chdir',
        `--unixctl=${control}`,
        ...remotes.map((remote) => `--remote=${remote}`),
        file,
      ]),
      env,
      logFile: join(logDir, `ovn-${database.name}.log`),
      prepare: async () => {
        for (const folder of [dataDir, sockets]) mkdirSync(folder, { recursive: true, mode: 0o755 })
        await createCluster(file, database)
      },
      ready: async (_, signal) => await isLeader(control, database.title, signal),
      cleanUp,
    }
  }
  const listen = options.southboundListen?.split(':')
  const southbound = listen === undefined ? [] : [`ptcp:${listen[1] ?? ''}:${listen[0] ?? ''}`]
  const northd: Part = {
    name: 'ovn-northd',
    command: enter(['ovn-northd', `--unixctl=${join(sockets, 'northd.ctl')}`, `--ovnnb-db=${nb}`, `--ovnsb-db=${sb}`]),
    env,
    logFile: join(logDir, 'ovn-northd.log'),
    needs: ['ovn-nb', 'ovn-sb'],
    ready: async (_, signal) =>
      (await run(['ovn-appctl', '-t', join(sockets, 'northd.ctl'), 'status'], { signal })).includes('active'),
  }
  return {
    parts: [
      server(NORTHBOUND, [`punix:${nb.slice(5)}`]),
      server(SOUTHBOUND, [`punix:${sb.slice(5)}`, ...southbound]),
      northd,
    ],
    nb,
    sb,
  }
}
