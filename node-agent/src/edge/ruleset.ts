import { createHash } from 'node:crypto'
import { bindAddressOf, bindAddressV6Of, deviceOf, isV6, notifyPortOf, probePorts, uplink } from './layout.ts'
import type { AllottedEdge } from './ports.ts'
import type { Upstream } from './upstream.ts'

/** An nftables ruleset to be loaded in one transaction. */
export interface Ruleset {
  /** `inet NAME` */
  readonly table: string
  /** what the table's comment has to be when exactly this text is loaded */
  readonly mark: string
  readonly text: string
}

export const EDGE_TABLE = 'quantumnet_edge'
export const UPLINK_TABLE = 'quantumnet_uplink'

interface EdgeRules {
  readonly zoneIn: string
  readonly zoneOut: string
  readonly toEdge: string
  readonly toldByAgent: string
  readonly guards: readonly string[]
}

const PROBES = `{ ${Object.values(probePorts).join(', ')} }`

const AGENT = `iifname "${uplink.device}" ip saddr ${uplink.hostAddress}`

const rulesOf = ({ index, address }: Pick<AllottedEdge, 'index' | 'address'>): EdgeRules => {
  const [device, zone, v6] = [`iifname "${deviceOf(index)}"`, String(index), isV6({ address })]
  const [ip, bind] = v6 ? ['ip6', bindAddressV6Of(index)] : ['ip', bindAddressOf(index)]
  return {
    zoneIn: `${device} ct zone set ${zone}`,
    zoneOut: `${ip} saddr ${bind} ct zone set ${zone}`,
    toEdge: `${device} ${ip} daddr ${address} meta l4proto { tcp, udp } th dport 53 dnat ${ip} to ${bind}`,
    toldByAgent: `${AGENT} udp dport ${String(notifyPortOf(index))} dnat ip to ${bindAddressOf(index)}:53`,
    guards: [
      `${device} ${ip} daddr ${bind} ct status dnat accept`,
      ...(v6 ? [`${device} icmpv6 type nd-neighbor-advert ip6 hoplimit 255 accept`] : []),
    ],
  }
}

/**
 * Rules of the edge's namespace.
 *
 * - The networks' packets are kept apart by one connection-tracking zone each, both ways, so that two VMs with the same address and
 *   port in different networks are different connections.
 * - A query to the subnet's DNS address is translated to the address that CoreDNS answers this network on.
 * - A NOTIFY comes from the agent, by the uplink and a port for each network. It is not answered: the answer would leave by the network.
 * - Over IPv6 the edge hears from its neighbours who has the address that it answers (RFC 4861: from the link itself, so with all 255 hops left).
 * - Health and metrics of CoreDNS are for the hypervisor.
 * - Nothing else comes in. Without the last rule of `guard`, a VM that writes its own neighbour entry could ask as another network.
 * - The namespace never routes: a VM must not reach the hypervisor's networks through it.
 */
export const edgeRuleset = (edges: readonly Pick<AllottedEdge, 'index' | 'address'>[]): Ruleset => {
  const rules = [...edges].sort((a, b) => a.index - b.index).map(rulesOf)
  return ruleset(EDGE_TABLE, [
    chain(
      'zones_in',
      'type filter hook prerouting priority raw; policy accept;',
      rules.map(({ zoneIn }) => zoneIn),
    ),
    chain(
      'zones_out',
      'type filter hook output priority raw; policy accept;',
      rules.map(({ zoneOut }) => zoneOut),
    ),
    chain(
      'to_edge',
      'type nat hook prerouting priority dstnat; policy accept;',
      rules.flatMap(({ toEdge, toldByAgent }) => [toEdge, toldByAgent]),
    ),
    chain('guard', 'type filter hook input priority filter; policy drop;', [
      'iifname "lo" accept',
      `iifname "${uplink.device}" ct state established,related accept`,
      `${AGENT} udp dport 53 ct status dnat accept`,
      `${AGENT} tcp dport ${PROBES} accept`,
      ...rules.flatMap(({ guards }) => guards),
    ]),
    chain('unanswered', 'type filter hook output priority filter; policy accept;', [
      `ip daddr ${uplink.hostAddress} ip saddr != ${uplink.address} drop`,
    ]),
    chain('no_routing', 'type filter hook forward priority filter; policy drop;', []),
  ])
}

/**
 * Rules of the hypervisor: the edge's namespace reaches the primaries and resolvers, by the hypervisor's own address, and nothing else.
 * `closed`: devices that forward for the edge and for nobody else. What a bridge passes on between its own ports comes here too where
 * br_netfilter is on, comes and goes by the same device, and is left alone; so is IPv6, which we have not let in.
 */
export const uplinkRuleset = (upstreams: readonly Upstream[], closed: readonly string[]): Ruleset => {
  const [from, to] = [`iifname "${uplink.hostDevice}"`, `oifname "${uplink.hostDevice}"`]
  const allow = ({ address, port }: Upstream): string =>
    `${from} ip saddr ${uplink.address} ip daddr ${address} meta l4proto { tcp, udp } th dport ${String(port)} accept`
  return ruleset(UPLINK_TABLE, [
    chain('masquerade_edge', 'type nat hook postrouting priority srcnat; policy accept;', [
      `ip saddr ${uplink.address} oifname != "${uplink.hostDevice}" masquerade`,
    ]),
    chain('forward_edge', 'type filter hook forward priority filter; policy accept;', [
      ...upstreams.map(allow),
      `${from} drop`,
      `${to} ct state established,related accept`,
      `${to} drop`,
      ...[...closed].sort().map((device) => `meta nfproto ipv4 iifname "${device}" oifname != "${device}" drop`),
    ]),
    chain('from_edge', 'type filter hook input priority filter; policy accept;', [
      // Who tells CoreDNS of a change counts as one to transfer from (dns/src/corefile), and is none.
      `${from} ip daddr ${uplink.hostAddress} tcp dport 53 reject with tcp reset`,
      ...upstreams.filter(({ foreign }) => foreign !== true).map(allow),
      `${from} ip saddr ${uplink.address} tcp sport ${PROBES} ct state established accept`,
      `${from} drop`,
    ]),
  ])
}

const chain = (name: string, hook: string, rules: readonly string[]): string =>
  [`  chain ${name} {`, ...[hook, ...rules].map((line) => `    ${line}`), '  }'].join('\n')

/** Declared, deleted and made again in one transaction (nft(8), "-f"): packets see the old rules or the new ones. */
const ruleset = (table: string, chains: readonly string[]): Ruleset => {
  const body = chains.join('\n')
  const mark = createHash('sha256').update(body).digest('hex').slice(0, 32)
  const head = `table inet ${table}`
  return { table, mark, text: `${head}\ndelete ${head}\n${head} {\n  comment "${mark}"\n${body}\n}\n` }
}
