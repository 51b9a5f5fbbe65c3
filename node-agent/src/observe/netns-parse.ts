import type { DefaultRoutes, Link, Mark, Rules } from './netns-state.ts'
import { sysctlName } from '../host/sysctl.ts'

/** What ip(8) prints with `-json`, as far as it is read here. */
interface IpAddress {
  readonly ifname: string
  readonly flags: readonly string[]
  readonly address?: string
  readonly addr_info?: readonly { readonly local?: string; readonly prefixlen: number }[]
}
interface IpRule {
  readonly priority: number
  readonly src: string
  readonly table?: string
}
interface IpRoute {
  readonly dst: string
  readonly dev?: string
  readonly gateway?: string
  readonly type?: string
  readonly table?: string
}

/** ip(8) prints nothing at all where there is nothing to list. */
const parseList = (json: string): unknown => (json.trim() === '' ? [] : JSON.parse(json))

/** Devices by name, from `ip address show`. */
export const parseLinks = (json: string): ReadonlyMap<string, Link> =>
  new Map(
    (parseList(json) as readonly IpAddress[]).map(({ ifname, flags, address, addr_info = [] }) => [
      ifname,
      {
        mac: address ?? '',
        up: flags.includes('UP'),
        addresses: addr_info.map(({ local, prefixlen }) => `${local ?? ''}/${String(prefixlen)}`),
      },
    ]),
  )

/** Rules with a source address, from `ip rule show`. */
export const parseRules = (json: string): Rules =>
  new Map(
    (parseList(json) as readonly IpRule[])
      .filter(({ src }) => src !== 'all')
      .map(({ priority, src, table }) => [priority, { source: src, table: table ?? '' }]),
  )

/** Default routes by table, from `ip route show`. */
export const parseDefaults = (json: string): DefaultRoutes =>
  new Map(
    (parseList(json) as readonly IpRoute[])
      .filter(({ dst }) => dst === 'default')
      .map(({ table = 'main', dev, gateway }) => [table, { device: dev ?? '', gateway }]),
  )

/** Settings by name, from lines of `file:value`. */
export const parseSysctls = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line.includes(':'))
      .map((line) => {
        const at = line.indexOf(':')
        return [sysctlName(line.slice(0, at)), line.slice(at + 1)]
      }),
  )

/** The comment of a table, from `nft list table`; '' when it has none. */
export const parseMark = (text: string): Mark => /^\s*comment "([^"]*)"$/m.exec(text)?.[1] ?? ''

/** The devices that a table closes, from `nft list table`. */
export const parseClosed = (text: string): readonly string[] =>
  [...text.matchAll(/^\s*meta nfproto ipv4 iifname "([^"]*)" oifname != "\1" drop$/gm)].flatMap(
    ([, device]) => device ?? [],
  )

/** The device that a packet leaves by, from `ip route get`; undefined when it does not leave. */
export const parseOutDevice = (json: string): string | undefined =>
  (parseList(json) as readonly IpRoute[]).find(({ type, dev }) => type !== 'local' && dev !== 'lo')?.dev
