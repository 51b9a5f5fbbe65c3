import { endpoint, endpoints } from './values.ts'

/** Where CoreDNS says over HTTP that it lives (`/health`), has loaded its plugins (`/ready`), and how it fares (`/metrics`): `address:port` each. */
export interface EdgeProbes {
  readonly health: string
  readonly ready: string
  /** none: no metrics */
  readonly metrics?: string | undefined
}

/** A directive with lines of its own. */
export const nested = (head: string, lines: readonly string[]): string[] => [
  `${head} {`,
  ...lines.map((line) => `  ${line}`),
  '}',
]

/** A server block. */
export const block = (head: string, lines: readonly string[]): string => `${nested(head, lines).join('\n')}\n`

/** Answers of at most 1232 bytes over UDP; errors to the log; transfers are for the primaries' own edges, never for clients. */
export const commonLines = ['bufsize 1232', 'errors', ...nested('acl', ['block type AXFR', 'block type IXFR'])]

/** Who counts the queries of a block, when metrics are wanted. */
export const metricsLines = ({ metrics }: EdgeProbes): string[] =>
  metrics === undefined ? [] : [`prometheus ${endpoint(metrics, 'probes.metrics')}`]

export const probeLines = (probes: EdgeProbes): string[] => [
  `health ${endpoint(probes.health, 'probes.health')}`,
  `ready ${endpoint(probes.ready, 'probes.ready')}`,
]

/** In the order given, so that all edges prefer the same primary; failures are found by the queries themselves. */
export const forwardToPrimaries = (from: string, primaries: string): string[] =>
  nested(`forward ${from} ${primaries}`, [
    'policy sequential',
    'max_fails 2',
    'health_check 200ms',
    'failfast_all_unhealthy_upstreams',
  ])

/** Asks others, and remembers what they say. Only for names that are not ours: theirs may be old. */
export const resolverLines = (servers: readonly string[], where: string): string[] => [
  ...nested('cache 300', ['success 4096', 'denial 1024']),
  `forward . ${endpoints(servers, where)}`,
]

/** Reverse domains of private and link-local addresses. They must not be asked of public resolvers (RFC 6303, RFC 6761). */
export const privateReverseDomains: readonly string[] = [
  '10.in-addr.arpa',
  ...Array.from({ length: 16 }, (_, index) => `${String(16 + index)}.172.in-addr.arpa`),
  '168.192.in-addr.arpa',
  '254.169.in-addr.arpa',
  'c.f.ip6.arpa',
  'd.f.ip6.arpa',
  ...['8', '9', 'a', 'b'].map((nibble) => `${nibble}.e.f.ip6.arpa`),
]
