import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { removeSocketFolder, socketFolder } from '../paths.ts'
import { run, type RunOptions } from '../process/run.ts'
import type { Part } from '../supervisor/part.ts'
import { addVeth, inNamespace, ip, type Namespaces, type VethEnd } from './netns.ts'
import { BRIDGE, type LabNetworks } from './networks.ts'
import { UNDERLAY_PREFIX_LENGTH, type HypervisorPlan } from './topology.ts'

const SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema'
const LONGEST_SOCKET_NAME = 'ovn-controller.4194304.ctl'
const UNDERLAY_DEVICE = 'underlay'
const EXTERNAL_DEVICE = 'external'

export interface Hypervisor extends HypervisorPlan {
  readonly namespace: string
  /** Remote of its own Open vSwitch database. */
  readonly ovsdb: string
  /** Control socket of ovs-vswitchd, for ovs-appctl. */
  readonly switchControl: string
  /** Open vSwitch and ovn-controller, in the order of their needs. */
  readonly parts: readonly Part[]
  /** Name of the part that must run for interfaces to be plugged in. */
  readonly switchPart: string
  readonly controllerPart: string
  /** What ovn-controller says. */
  readonly controllerLog: string
  /** `OVN_RUNDIR` of ovn-controller, for ovn-appctl. */
  readonly controllerRunDir: string
}

export interface HypervisorOptions {
  readonly plan: HypervisorPlan
  readonly namespaces: Namespaces
  readonly networks: LabNetworks
  /** Folder of this hypervisor alone. Its Open vSwitch database starts empty with every run: the VMs of the run before are gone. */
  readonly dataDir: string
  readonly logDir: string
}

const vsctl = async (ovsdb: string, args: readonly string[], options?: RunOptions): Promise<string> =>
  await run(['ovs-vsctl', `--db=${ovsdb}`, '--timeout=10', ...args], options)

/** ovs-vsctl on one hypervisor; waits until the switch has done it. @throws CommandError */
export const ovsVsctl = async ({ ovsdb }: Pick<Hypervisor, 'ovsdb'>, ...args: string[]): Promise<string> =>
  await vsctl(ovsdb, args)

/**
 * Tunnels of the userspace switch work only when the underlay's address is on an OVS bridge: with the address on the cable itself they
 * come up and carry nothing. The bridge has the cable's MAC, since the underlay knows that one.
 */
const configureBridges = async (
  { ovsdb, namespace, plan }: Pick<PartsOptions, 'namespace' | 'plan'> & { readonly ovsdb: string },
  signal: AbortSignal,
): Promise<true> => {
  const bridge = (name: string, mac: string, device: string): string[] => [
    ...['--', '--may-exist', 'add-br', name],
    ...['--', 'set', 'Bridge', name, 'datapath_type=netdev', `other_config:hwaddr="${mac}"`],
    ...['--', '--may-exist', 'add-port', name, device],
  ]
  const bridges = [
    ...bridge('br-phy', plan.underlayMac, UNDERLAY_DEVICE).slice(1),
    ...bridge('br-ex', plan.externalMac, EXTERNAL_DEVICE),
  ]
  await vsctl(ovsdb, bridges, { signal })
  const address = `${plan.encapIp}/${String(UNDERLAY_PREFIX_LENGTH)}`
  await ip(namespace, 'address', 'replace', address, 'dev', 'br-phy')
  await ip(namespace, 'link', 'set', 'br-phy', 'up')
  await ip(namespace, 'link', 'set', 'br-ex', 'up')
  return true
}

/** Namespace and cables of a hypervisor, an empty database, and the parts that make it one. It is a chassis once its agent says so. */
export const addHypervisor = async (options: HypervisorOptions): Promise<Hypervisor> => {
  const { plan, namespaces, networks, dataDir, logDir } = options
  const { name } = plan
  const namespace = await namespaces.add(name)
  const end = (device: string, mac: string): VethEnd => ({ namespace, device, mac, switched: true })
  await addVeth(end(UNDERLAY_DEVICE, plan.underlayMac), { namespace: networks.underlay, device: name, bridge: BRIDGE })
  await addVeth(end(EXTERNAL_DEVICE, plan.externalMac), { namespace: networks.external, device: name, bridge: BRIDGE })

  const folder = join(dataDir, 'openvswitch')
  const wanted = join(folder, 'run')
  const sockets = socketFolder(wanted, LONGEST_SOCKET_NAME)
  for (const path of [folder, sockets]) rmSync(path, { recursive: true, force: true })
  for (const path of [folder, sockets]) mkdirSync(path, { recursive: true })
  const database = join(folder, 'conf.db')
  await run(['ovsdb-tool', 'create', database, SCHEMA])
  return {
    ...plan,
    namespace,
    ovsdb: `unix:${join(sockets, 'db.sock')}`,
    switchControl: join(sockets, 'vswitchd.ctl'),
    ...hypervisorParts({
      ...{ plan, namespace, sockets, database, logDir },
      cleanUp: () => {
        removeSocketFolder(wanted, sockets)
      },
    }),
  }
}

interface PartsOptions {
  readonly plan: HypervisorPlan
  readonly namespace: string
  readonly sockets: string
  readonly database: string
  readonly logDir: string
  readonly cleanUp: () => void
}

const hypervisorParts = ({
  plan,
  namespace,
  sockets,
  database,
  logDir,
  cleanUp,
}: PartsOptions): Pick<
  Hypervisor,
  'parts' | 'switchPart' | 'controllerPart' | 'controllerLog' | 'controllerRunDir'
> => {
  const enter = inNamespace(namespace)
  const ovsdb = `unix:${join(sockets, 'db.sock')}`
  const part = (role: string, rest: Omit<Part, 'name' | 'logFile' | 'env'>): Part => ({
    name: `${plan.name}-${role}`,
    logFile: join(logDir, `${plan.name}-${role}.log`),
    env: { OVS_RUNDIR: sockets, OVN_RUNDIR: sockets, OVS_LOGDIR: logDir, OVN_LOGDIR: logDir },
    ...rest,
  })
  const control = (role: string): string => `--unixctl=${join(sockets, `${role}.ctl`)}`
  const ovsdbServer = part('ovsdb', {
    cleanUp,
    command: enter(['ovsdb-server', '--no-chdir', `--remote=p${ovsdb}`, control('ovsdb'), database]),
    ready: async (_, signal) => {
      await vsctl(ovsdb, ['--no-wait', 'init'], { signal })
      return true
    },
  })
  const vswitchd = part('vswitchd', {
    command: enter(['ovs-vswitchd', '--no-chdir', control('vswitchd'), ovsdb]),
    needs: [ovsdbServer.name],
    ready: async (_, signal) => await configureBridges({ ovsdb, namespace, plan }, signal),
  })
  const controller = part('ovn-controller', {
    command: enter(['ovn-controller', '--no-chdir', `--pidfile=${join(sockets, 'ovn-controller.pid')}`, ovsdb]),
    needs: [vswitchd.name],
  })
  return {
    parts: [ovsdbServer, vswitchd, controller],
    switchPart: vswitchd.name,
    controllerPart: controller.name,
    controllerLog: controller.logFile,
    controllerRunDir: sockets,
  }
}
