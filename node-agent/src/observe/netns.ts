import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { BRIDGE_NETFILTER, edgeSysctls, FORWARDING } from '../edge/netns-plan.ts'
import { absentNetns, type Mark, type NetnsState } from './netns-state.ts'
import { EDGE_TABLE, UPLINK_TABLE } from '../edge/ruleset.ts'
import { CommandError, inNetns, run } from '../host/run.ts'
import { sysctlFile } from '../host/sysctl.ts'
import { parseDefaults, parseLinks, parseMark, parseRules, parseSysctls } from './netns-parse.ts'

// statfs(2): the type of the file system that network namespaces are bound from.
const NSFS_MAGIC = 0x6e736673

type Command = readonly [string, ...string[]]

const here = (command: Command): Command => command

/** @throws Error when there is a file of this name that is no namespace */
const netnsExists = async (netns: string): Promise<boolean> => {
  const file = `/run/netns/${netns}`
  const type = await statfs(file).then(
    (found) => found.type,
    () => undefined,
  )
  if (type !== undefined && type !== NSFS_MAGIC)
    throw new Error(
      `${file} is there but is no network namespace: whoever made it, an agent before this one perhaps, ran in a mount namespace of its own ` +
        `(as "ip netns exec" gives). Make the namespace first, or run the agent in the host's mount namespace, and remove the file`,
    )
  return type === NSFS_MAGIC
}

const readMark = async (table: string, wrap: (command: Command) => Command): Promise<Mark> => {
  try {
    return parseMark(await run(wrap(['nft', '--terse', 'list', 'table', 'inet', table])))
  } catch (error) {
    if (error instanceof CommandError && error.message.includes('No such file or directory')) return undefined
    throw error
  }
}

/** Reads settings with grep(1), which names the file of each value. What this kernel lacks is left out; all namespaces have the same. */
const readSysctls = async (
  names: readonly string[],
  wrap: (command: Command) => Command,
): Promise<ReadonlyMap<string, string>> => {
  const files = names.map(sysctlFile).filter((file) => existsSync(file))
  return files.length === 0 ? new Map() : parseSysctls(await run(wrap(['grep', '-H', '', ...files])))
}

const observeHost = async (): Promise<NetnsState['host']> => {
  const [addresses, sysctls, mark] = await Promise.all([
    run(['ip', '-json', 'address', 'show']),
    readSysctls([FORWARDING, BRIDGE_NETFILTER], here),
    readMark(UPLINK_TABLE, here),
  ])
  return { links: parseLinks(addresses), sysctls, mark }
}

/** Reads the edge's namespace, and the hypervisor's own as far as the edge needs it. @throws CommandError */
export const observeNetns = async (netns: string): Promise<NetnsState> => {
  const host = observeHost()
  if (!(await netnsExists(netns))) return absentNetns(await host)
  const enter = (command: Command): Command => inNetns(netns, command)
  const [addresses, rules, routes, sysctls, mark] = await Promise.all([
    run(['ip', '-netns', netns, '-json', 'address', 'show']),
    run(['ip', '-netns', netns, '-json', 'rule', 'show']),
    run(['ip', '-netns', netns, '-json', '-4', 'route', 'show', 'table', 'all', 'default']),
    readSysctls(Object.keys(edgeSysctls), enter),
    readMark(EDGE_TABLE, enter),
  ])
  return {
    exists: true,
    links: parseLinks(addresses),
    sysctls,
    rules: parseRules(rules),
    defaults: parseDefaults(routes),
    mark,
    host: await host,
  }
}
