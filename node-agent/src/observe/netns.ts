import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { uplink } from '../edge/layout.ts'
import { edgeSysctls, FORWARDING } from '../edge/netns-plan.ts'
import { absentNetns, type DefaultRoutes, type Mark, type NetnsState, type Rules } from './netns-state.ts'
import { EDGE_TABLE, UPLINK_TABLE } from '../edge/ruleset.ts'
import type { Upstream } from '../edge/upstream.ts'
import { CommandError, inNetns, run } from '../host/run.ts'
import { forwardingOf, sysctlFile } from '../host/sysctl.ts'
import {
  parseClosed,
  parseDefaults,
  parseLinks,
  parseMark,
  parseOutDevice,
  parseRules,
  parseSysctls,
} from './netns-parse.ts'

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

/** What nft(8) lists of a table; undefined when there is none. */
const readTable = async (table: string, wrap: (command: Command) => Command): Promise<string | undefined> => {
  try {
    return await run(wrap(['nft', '--terse', 'list', 'table', 'inet', table]))
  } catch (error) {
    if (error instanceof CommandError && error.message.includes('No such file or directory')) return undefined
    throw error
  }
}

const markOf = (table: string | undefined): Mark => (table === undefined ? undefined : parseMark(table))

/** By which devices these are reached. */
const readOutDevices = async (upstreams: readonly Upstream[]): Promise<readonly string[]> => {
  const devices = [...new Set(upstreams.map(({ address }) => address))].map(async (address) =>
    // Without a route there is no device; the next pass may find one.
    parseOutDevice(await run(['ip', '-json', 'route', 'get', address]).catch(() => '')),
  )
  return [...new Set((await Promise.all(devices)).filter((device) => device !== undefined))]
}

/** Reads settings with grep(1), which names the file of each value. What this kernel lacks is left out; all namespaces have the same. */
const readSysctls = async (
  names: readonly string[],
  wrap: (command: Command) => Command,
): Promise<ReadonlyMap<string, string>> => {
  const files = names.map(sysctlFile).filter((file) => existsSync(file))
  return files.length === 0 ? new Map() : parseSysctls(await run(wrap(['grep', '-H', '', ...files])))
}

const observeHost = async (upstreams: readonly Upstream[]): Promise<NetnsState['host']> => {
  const [addresses, table, outDevices] = await Promise.all([
    run(['ip', '-json', 'address', 'show']),
    readTable(UPLINK_TABLE, here),
    readOutDevices(upstreams),
  ])
  const closed = parseClosed(table ?? '')
  const devices = new Set([uplink.hostDevice, ...outDevices, ...closed])
  const sysctls = await readSysctls([FORWARDING, ...[...devices].map(forwardingOf)], here)
  return { links: parseLinks(addresses), sysctls, outDevices, mark: markOf(table), closed }
}

/** Rules and default routes of one family. */
const readRouting = async (
  list: (...args: string[]) => Promise<string>,
  family: '-4' | '-6',
): Promise<{ readonly rules: Rules; readonly defaults: DefaultRoutes }> => {
  // A kernel without IPv6 refuses to list any.
  if (family === '-6' && !existsSync('/proc/sys/net/ipv6')) return { rules: new Map(), defaults: new Map() }
  const [rules, routes] = await Promise.all([
    list(family, 'rule', 'show'),
    list(family, 'route', 'show', 'table', 'all', 'default'),
  ])
  return { rules: parseRules(rules), defaults: parseDefaults(routes) }
}

/** Reads the edge's namespace, and the hypervisor's own as far as the edge needs it. @throws CommandError */
export const observeNetns = async (netns: string, upstreams: readonly Upstream[]): Promise<NetnsState> => {
  const host = observeHost(upstreams)
  if (!(await netnsExists(netns))) return absentNetns(await host)
  const enter = (command: Command): Command => inNetns(netns, command)
  const list = async (...args: string[]): Promise<string> => await run(['ip', '-netns', netns, '-json', ...args])
  const [addresses, v4, v6, sysctls, table] = await Promise.all([
    list('address', 'show'),
    readRouting(list, '-4'),
    readRouting(list, '-6'),
    readSysctls(Object.keys(edgeSysctls), enter),
    readTable(EDGE_TABLE, enter),
  ])
  return {
    exists: true,
    links: parseLinks(addresses),
    sysctls,
    rules: { v4: v4.rules, v6: v6.rules },
    defaults: { v4: v4.defaults, v6: v6.defaults },
    mark: markOf(table),
    host: await host,
  }
}
