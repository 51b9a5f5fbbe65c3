import { TRANSPORTS, type Counters, type Event } from './counters.ts'

/** What is told beside the counters. */
export interface Gauges {
  readonly zones: number
  readonly feedLive: boolean
  /** seconds since the feed said something or was connected; undefined: never */
  readonly feedAgeSeconds: number | undefined
  readonly transfers: number
  /** zones whose copies cost edges much */
  readonly largeZones: number
}

const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']
const rcodeName = (rcode: number): string => RCODES[rcode] ?? String(rcode)

const sum = (counters: readonly Counters[], read: (counters: Counters) => number): number =>
  counters.reduce((total, each) => total + read(each), 0)

const family = (name: string, type: 'counter' | 'gauge', help: string, samples: readonly string[]): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...samples.map((sample) => `${name}${sample}`),
]

/** The metrics page (Prometheus text format 0.0.4). Pure. */
export const metricsPage = (counters: readonly Counters[], gauges: Gauges): string => {
  const event = (name: Event): string => String(sum(counters, (each) => each.of(name)))
  const answers = TRANSPORTS.flatMap((transport) =>
    Array.from({ length: 16 }, (_, rcode) => ({
      rcode,
      count: sum(counters, (each) => each.answers(transport, rcode)),
    }))
      .filter(({ rcode, count }) => count > 0 || rcode === 0)
      .map(({ rcode, count }) => `{transport="${transport}",rcode="${rcodeName(rcode)}"} ${String(count)}`),
  )
  const age = gauges.feedAgeSeconds
  return [
    ...family('quantumnet_dns_responses_total', 'counter', 'Answers by transport and reply code.', answers),
    ...family('quantumnet_dns_ignored_total', 'counter', 'Packets that must not be answered.', [
      ` ${event('ignored')}`,
    ]),
    ...family('quantumnet_dns_limited_total', 'counter', 'Answers beyond the rate of their source.', [
      `{action="dropped"} ${event('dropped')}`,
      `{action="truncated"} ${event('slipped')}`,
    ]),
    ...family('quantumnet_dns_truncated_total', 'counter', 'Answers that did not fit.', [` ${event('truncated')}`]),
    ...family('quantumnet_dns_plain_total', 'counter', 'Answers to plain queries.', [` ${event('plain')}`]),
    ...family('quantumnet_dns_transfers_total', 'counter', 'Zones sent as a whole.', [` ${String(gauges.transfers)}`]),
    ...family('quantumnet_dns_zones', 'gauge', 'Zones that are served.', [` ${String(gauges.zones)}`]),
    ...family('quantumnet_dns_large_zones', 'gauge', 'Zones of more than 5,000 names, which edges copy as a whole.', [
      ` ${String(gauges.largeZones)}`,
    ]),
    ...family('quantumnet_dns_feed_live', 'gauge', '1 while the server is followed.', [gauges.feedLive ? ' 1' : ' 0']),
    ...(age === undefined
      ? []
      : family('quantumnet_dns_feed_age_seconds', 'gauge', 'Time since the server said something.', [
          ` ${age.toFixed(3)}`,
        ])),
    '',
  ].join('\n')
}
