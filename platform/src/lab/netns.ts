import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Enter } from '../process/child.ts'
import { run, tryRun } from '../process/run.ts'
import { allEnded, eventually } from '../process/time.ts'
import type { RunState } from '../supervisor/run-state.ts'

const MOUNTED = '/run/netns'
/** ip-netns(8) lays the files of this folder over /etc for what it runs in the namespace. */
const ETC = '/etc/netns'

/** Puts a command into a namespace: the process keeps its number, since ip(8) becomes the command. */
export const inNamespace =
  (namespace: string): Enter =>
  (command) => ['ip', 'netns', 'exec', namespace, ...command]

/** ip(8) inside a namespace. @throws CommandError */
export const ip = async (namespace: string, ...args: string[]): Promise<string> =>
  await run(['ip', '-n', namespace, ...args])

/** Folder of the namespace's own versions of files in /etc, for example resolv.conf. */
export const etcOf = (namespace: string): string => join(ETC, namespace)

/**
 * Makes the kernel finish checksums itself: packets that leave for a userspace switch carry partial ones otherwise, and TCP and UDP
 * are dropped at the other end while ping works.
 */
export const finishChecksums = async (namespace: string, device: string): Promise<void> => {
  await run(inNamespace(namespace)(['ethtool', '-K', device, 'tx', 'off']))
}

export interface VethEnd {
  readonly namespace: string
  readonly device: string
  readonly mac?: string
  /** The Linux bridge that it joins. */
  readonly bridge?: string
  /** It belongs to a userspace switch, and to nobody else. */
  readonly switched?: boolean
}

/**
 * Keeps the kernel's own network stack off a device. A userspace switch only reads along: without this the kernel would answer ARP on the
 * device, refuse tunnel packets as "port unreachable", take every TCP segment for the second time, and let a VM reach addresses of its
 * hypervisor past the switch. The switch's socket (AF_PACKET) comes before the ingress hook, so it still sees everything.
 */
const leaveToSwitch = async (namespace: string, device: string): Promise<void> => {
  await ip(namespace, 'link', 'set', device, 'addrgenmode', 'none')
  const chain = `chain netdev switched ${device}`
  // Deleted first: the chain of an earlier device with this name may still be there, without its device.
  const ruleset = `add table netdev switched
add ${chain}
delete ${chain}
add ${chain} { type filter hook ingress device "${device}" priority 0; policy drop; }
`
  await run(inNamespace(namespace)(['nft', '-f', '-']), { input: ruleset })
}

/** Joins two namespaces by a cable. Both ends are made where they belong: nothing of it ever shows up in the host's own namespace. */
export const addVeth = async (a: VethEnd, b: VethEnd): Promise<void> => {
  const address = ({ mac }: VethEnd): string[] => (mac === undefined ? [] : ['address', mac])
  const near = ['name', a.device, ...address(a)]
  const far = ['name', b.device, ...address(b), 'netns', b.namespace]
  await ip(a.namespace, 'link', 'add', ...near, 'type', 'veth', 'peer', ...far)
  for (const { namespace, device, bridge, switched } of [a, b]) {
    if (switched === true) await leaveToSwitch(namespace, device)
    if (bridge !== undefined) await ip(namespace, 'link', 'set', device, 'master', bridge)
    await ip(namespace, 'link', 'set', device, 'up')
  }
}

const processesIn = async (namespace: string): Promise<number[]> =>
  (await tryRun(['ip', 'netns', 'pids', namespace])).stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number)

/** Removes a namespace with all that runs in it; does nothing when there is none. */
export const removeNamespace = async (namespace: string): Promise<void> => {
  rmSync(etcOf(namespace), { recursive: true, force: true })
  if (!existsSync(join(MOUNTED, namespace))) return
  await eventually(
    async () => {
      const pids = await processesIn(namespace)
      for (const pid of pids) killIfThere(pid)
      return pids.length === 0 ? true : undefined
    },
    { what: `no process is left in network namespace ${namespace}`, timeoutMs: 5_000 },
  )
  await run(['ip', 'netns', 'del', namespace])
}

const killIfThere = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // ESRCH: it has ended in the meantime
  }
}

/** The namespaces of one run. Their names begin with a tag of the data folder, so that runs can live side by side. */
export class Namespaces {
  readonly #tag: string
  readonly #state: RunState

  constructor(tag: string, state: RunState) {
    this.#tag = tag
    this.#state = state
  }

  nameOf(role: string): string {
    return `${this.#tag}-${role}`
  }

  /** Makes the namespace of this role, anew if there is one, with its loopback up. */
  async add(role: string): Promise<string> {
    const namespace = this.nameOf(role)
    this.#state.namespaceAdded(namespace)
    await removeNamespace(namespace)
    await run(['ip', 'netns', 'add', namespace])
    await ip(namespace, 'link', 'set', 'lo', 'up')
    return namespace
  }

  /** Removes what an earlier run on this folder left, even where no record names it. Only before the first `add`. */
  async removeLeft(): Promise<void> {
    const names = [MOUNTED, ETC].flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
    const ours = new Set(names.filter((name) => name.startsWith(this.nameOf(''))))
    await allEnded([...ours].map(removeNamespace))
  }

  async remove(namespace: string): Promise<void> {
    await removeNamespace(namespace)
    this.#state.namespaceRemoved(namespace)
  }

  async removeAll(): Promise<void> {
    await allEnded(
      this.#state.namespaces.map(async (namespace) => {
        await this.remove(namespace)
      }),
    )
  }
}
