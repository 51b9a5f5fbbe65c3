import { ApiError, routes, type BalancedConnections, type Client, type DesiredPort } from '@quantumnet/api'
import type { Logger } from 'pino'
import { targetOf } from './apply/openflow.ts'
import { Loop } from './loop.ts'
import { balances, countConnections, eachConnection, MOST_CONNECTIONS } from './observe/conntrack.ts'
import { readCounters, type Counters } from './observe/counters.ts'
import type { VswitchSession } from './observe/vswitch.ts'
import { parseBalanced } from './statistics/conntrack.ts'
import { changedSamples, portSamples, type Told } from './statistics/ports.ts'
import { Tally, zonesOf } from './statistics/tally.ts'

const INTERVAL_MS = 10_000
/** Every so many reports names all ports: the server forgets samples when its database crashes, and does not take one of a port that it does not see here yet. */
const WHOLE_EVERY = 6

export interface StatisticsOptions {
  readonly client: Client
  readonly node: string
  readonly vswitch: VswitchSession
  /** remote of the local database */
  readonly ovsdb: string
  readonly vswitchd: string
  readonly datapath: keyof typeof MOST_CONNECTIONS
  /** where to look, and the ports that are known; undefined: nobody may be told yet */
  readonly scope: () => { readonly bridge: string; readonly ports: readonly DesiredPort[] } | undefined
  readonly log: Logger
  readonly onError: (error: unknown, pauseMs: number) => void
}

/** Tells the server every few seconds what this hypervisor has counted. */
export class StatisticsReporter {
  readonly #options: StatisticsOptions
  readonly #loop: Loop
  #reports = 0
  #told: Told = new Map()
  /** Members that were taken out keep connections, though no flow leads to them any more. */
  #balanced = false
  #silent = ''

  constructor(options: StatisticsOptions) {
    this.#options = options
    this.#loop = new Loop({
      pass: async (signal) => {
        await this.#pass(signal)
      },
      onError: options.onError,
      resyncMs: INTERVAL_MS,
      restMs: 0,
    })
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#loop.run(signal)
  }

  async #pass(signal: AbortSignal): Promise<void> {
    const { client, node, vswitch, scope } = this.#options
    const found = vswitch.live ? scope() : undefined
    if (found === undefined) return
    const counters = await readCounters(vswitch, found.bridge)
    const before: Told = this.#reports++ % WHOLE_EVERY === 0 ? new Map() : this.#told
    const { changed, told } = changedSamples(portSamples(counters.interfaces), before)
    const balanced = await this.#connections(found, counters)
    if (changed.length === 0 && balanced === undefined) return
    const body = { ports: [...changed], ...(balanced !== undefined && { balanced }) }
    try {
      await client.call(routes.nodes.reportStatistics, { params: { name: node }, body }, signal)
      this.#told = told
    } catch (error) {
      // The node is about to register again, or the server is of a version that takes no statistics.
      if (!(error instanceof ApiError) || error.code !== 'not_found') throw error
      this.#sayOnce('the server takes no statistics of this hypervisor')
    }
  }

  /** The open connections of load balancers; undefined: there are none, null: too many connections to look at. */
  async #connections(
    { bridge, ports }: NonNullable<ReturnType<StatisticsOptions['scope']>>,
    { bridgeIds }: Counters,
  ): Promise<BalancedConnections[] | null | undefined> {
    const { ovsdb, vswitchd, datapath } = this.#options
    if (!this.#balanced && !(await balances(targetOf(ovsdb, bridge)))) return undefined
    const [tracked, most] = [await countConnections(vswitchd), MOST_CONNECTIONS[datapath]]
    if (tracked > most) {
      this.#sayOnce('too many connections are tracked to count those of load balancers', { tracked, most })
      return null
    }
    const tally = new Tally(zonesOf(bridgeIds, new Map(ports.map(({ id, network }) => [id, network]))))
    await eachConnection(vswitchd, (line) => {
      const balanced = parseBalanced(line)
      if (balanced !== undefined) tally.add(balanced)
    })
    if (tally.left > 0) this.#sayOnce('not all members of load balancers are counted', { connections: tally.left })
    this.#balanced = tally.sums.length > 0
    return [...tally.sums]
  }

  /** What lasts is not said every few seconds. */
  #sayOnce(message: string, fields: object = {}): void {
    if (this.#silent !== message) this.#options.log.warn(fields, message)
    this.#silent = message
  }
}
