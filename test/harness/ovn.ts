import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { eventually } from '@quantumnet/platform'
import { run, startOvsdb, type OvsdbServer } from './ovsdb.ts'

const SCHEMAS = {
  nb: { schema: '/usr/share/ovn/ovn-nb.ovsschema', database: 'OVN_Northbound' },
  sb: { schema: '/usr/share/ovn/ovn-sb.ovsschema', database: 'OVN_Southbound' },
  vswitch: { schema: '/usr/share/openvswitch/vswitch.ovsschema', database: 'Open_vSwitch' },
} as const

/** A daemon in the foreground, as a child. */
class Daemon {
  readonly #child: ChildProcess

  constructor(folder: string, program: string, ...args: string[]) {
    const env = { ...process.env, OVS_RUNDIR: folder, OVN_RUNDIR: folder, OVS_LOGDIR: folder, OVN_LOGDIR: folder }
    this.#child = spawn(program, ['--log-file=/dev/null', ...args], { env, stdio: 'ignore' })
  }

  /** Lets it hang. */
  freeze(): void {
    this.#child.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child.kill('SIGCONT')
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }
}

/** A hypervisor without a datapath of its own: real ovn-controller and ovs-vswitchd, with interfaces that carry nothing. */
export class DummyChassis {
  readonly name: string
  readonly controller: Daemon
  readonly #db: OvsdbServer
  readonly #vswitchd: Daemon

  private constructor(name: string, db: OvsdbServer) {
    this.name = name
    this.#db = db
    this.#vswitchd = new Daemon(
      db.folder,
      'ovs-vswitchd',
      '--no-chdir',
      '--enable-dummy=system',
      '--disable-system',
      `--unixctl=${join(db.folder, 'vswitchd.ctl')}`,
      db.remote,
    )
    this.controller = new Daemon(db.folder, 'ovn-controller', '--no-chdir', db.remote)
  }

  static async start(name: string, encapIp: string, sb: string): Promise<DummyChassis> {
    const db = await startOvsdb(SCHEMAS.vswitch)
    const ids = [
      `system-id=${name}`,
      `ovn-remote=${sb}`,
      'ovn-encap-type=geneve',
      `ovn-encap-ip=${encapIp}`,
      'ovn-monitor-all=true',
    ]
    await run('ovs-vsctl', `--db=${db.remote}`, '--no-wait', 'init')
    await run(
      'ovs-vsctl',
      `--db=${db.remote}`,
      '--no-wait',
      ...['set', 'Open_vSwitch', '.'],
      ...ids.map((pair) => `external_ids:${pair}`),
    )
    return new DummyChassis(name, db)
  }

  /** Plugs interfaces in, one for each of these logical ports. */
  async plug(...logicalPorts: readonly string[]): Promise<void> {
    const add = logicalPorts.flatMap((port) => {
      const device = `d${port.replaceAll('-', '').slice(-12)}`
      return ['--', 'add-port', 'br-int', device, '--', 'set', 'Interface', device, 'type=dummy'].concat(
        `external_ids:iface-id=${port}`,
      )
    })
    await run('ovs-vsctl', `--db=${this.#db.remote}`, '--no-wait', ...add.slice(1))
  }

  async stop(): Promise<void> {
    await this.controller.stop()
    await this.#vswitchd.stop()
    await this.#db.remove()
  }
}

/** OVN's databases, northd, and hypervisors that carry no packets: enough to see who has which flows. */
export class Ovn {
  readonly nb: OvsdbServer
  readonly sb: OvsdbServer
  readonly northd: Daemon
  readonly chassis: readonly DummyChassis[]

  private constructor(
    databases: { readonly nb: OvsdbServer; readonly sb: OvsdbServer; readonly northd: Daemon },
    chassis: readonly DummyChassis[],
  ) {
    this.nb = databases.nb
    this.sb = databases.sb
    this.northd = databases.northd
    this.chassis = chassis
  }

  static async start(...names: readonly string[]): Promise<Ovn> {
    const [nb, sb] = await Promise.all([
      startOvsdb({ ...SCHEMAS.nb, clustered: true }),
      startOvsdb({ ...SCHEMAS.sb, clustered: true }),
    ])
    const northd = new Daemon(nb.folder, 'ovn-northd', `--ovnnb-db=${nb.remote}`, `--ovnsb-db=${sb.remote}`)
    const chassis = await Promise.all(
      names.map(async (name, index) => await DummyChassis.start(name, `127.0.1.${String(index + 1)}`, sb.remote)),
    )
    const ovn = new Ovn({ nb, sb, northd }, chassis)
    await eventually(async () => ((await ovn.chassisNames()).length === names.length ? true : undefined), {
      what: 'every chassis is registered',
      timeoutMs: 20_000,
    })
    return ovn
  }

  /** Names of the chassis that OVN knows. */
  async chassisNames(): Promise<readonly string[]> {
    const found = await run('ovn-sbctl', `--db=${this.sb.remote}`, '--bare', '--columns=name', 'list', 'Chassis')
    return found.split('\n').filter((line) => line !== '')
  }

  async stop(): Promise<void> {
    for (const each of this.chassis) await each.stop()
    await this.northd.stop()
    await Promise.all([this.nb.remove(), this.sb.remove()])
  }
}
