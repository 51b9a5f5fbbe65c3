import { parseIp, type DesiredEdge } from '@quantumnet/api'

/** An address and port that CoreDNS may ask. */
export interface Upstream {
  readonly address: string
  readonly port: number
  /** a project named it: the hypervisor itself is not to be reached by it */
  readonly foreign?: true
}

/** Reads `address:port`. The namespace of the edge has an uplink of IPv4 only. */
export const parseUpstream = (text: string): Upstream | undefined => {
  const [, address, digits] = /^([0-9.]+):([1-9]\d{0,4})$/.exec(text) ?? []
  const port = Number(digits)
  if (address === undefined || parseIp(address)?.family !== 4 || port > 65_535) return undefined
  return { address, port }
}

const spell = ({ address, port }: Upstream): string => `${address}:${String(port)}`

type Forwarding = Pick<DesiredEdge, 'forwarders'>

const serversOf = (edges: readonly Forwarding[]): string[] => [
  ...new Set(edges.flatMap(({ forwarders }) => forwarders.flatMap((forwarder) => forwarder.servers))),
]

/** Servers that networks forward to and that cannot be asked from here, each once. */
export const unreachableOf = (edges: readonly Forwarding[]): readonly string[] =>
  serversOf(edges)
    .filter((server) => parseUpstream(server) === undefined)
    .sort()

/** The servers that networks forward to, each once, without those that are `known` already. */
export const forwardersOf = (edges: readonly Forwarding[], known: readonly Upstream[]): readonly Upstream[] => {
  const taken = new Set(known.map(spell))
  return serversOf(edges)
    .sort()
    .flatMap((server): Upstream[] => {
      const upstream = taken.has(server) ? undefined : parseUpstream(server)
      return upstream === undefined ? [] : [{ ...upstream, foreign: true }]
    })
}
