import { performance } from 'node:perf_hooks'
import type { DesiredEdge } from '@quantumnet/api'
import type { Logger } from 'pino'
import { CoreDns } from './apply/coredns.ts'
import { applyNetns } from './apply/netns.ts'
import { NotifyRelay, type Copyist } from './apply/notify-relay.ts'
import { anyAnswers } from './apply/primaries.ts'
import type { EdgeConfig } from './config.ts'
import { edgeConfiguration } from './edge/configuration.ts'
import { probes, uplink } from './edge/layout.ts'
import { forwardersOf, unreachableOf, type Upstream } from './edge/upstream.ts'
import { observeNetns } from './observe/netns.ts'
import type { AllottedEdge } from './edge/ports.ts'
import type { EdgePlan, PlanInput } from './plan.ts'

const copyistOf = ({ index, zone, views, reverse }: AllottedEdge): Copyist => ({
  index,
  zones: [zone, ...views.map((view) => view.zone), reverse.zone],
})

const endpointOf = ({ address, port }: Upstream): string => `${address}:${String(port)}`

/** The DNS edge of this hypervisor: the namespace, and the CoreDNS in it. */
export class DnsEdge {
  readonly #config: EdgeConfig
  readonly #log: Logger
  readonly #coreDns: CoreDns
  readonly #relay: NotifyRelay
  #unreachable = ''

  constructor(config: EdgeConfig, { log, onWake }: { readonly log: Logger; readonly onWake: () => void }) {
    this.#config = config
    this.#log = log
    this.#relay = new NotifyRelay({
      port: config.relayPort,
      primaries: config.primaries.map(({ address }) => address),
      log: (level, message, fields) => {
        log[level](fields, message)
      },
    })
    this.#coreDns = new CoreDns({
      binary: config.coredns,
      dir: config.dir,
      netns: config.netns,
      primariesAnswer: async () => await anyAnswers(config.primaries, config.zone),
      onWake,
      log: (level, message, fields) => {
        log[level](fields, message)
      },
      now: () => performance.now(),
    })
  }

  /** Once for each list: the others of a network's forwarders are asked, or the resolvers. */
  #sayUnreachable(servers: readonly string[]): void {
    const list = servers.join(', ')
    if (list !== this.#unreachable && list !== '')
      this.#log.warn({ servers }, 'forwarders of networks are left out: the DNS edge asks over IPv4 only')
    this.#unreachable = list
  }

  /** How it is, for edges that are to be. @throws CommandError */
  async observe(edges: readonly Pick<DesiredEdge, 'forwarders'>[]): Promise<NonNullable<PlanInput['edge']>> {
    const { netns, primaries, resolvers } = this.#config
    this.#sayUnreachable(unreachableOf(edges))
    const known = [...primaries, ...resolvers]
    const upstreams = [...known, ...forwardersOf(edges, known)]
    const [state, loaded] = await Promise.all([observeNetns(netns, upstreams), this.#coreDns.loaded()])
    return { netns, upstreams, loaded, state }
  }

  /** Addresses come before CoreDNS: it cannot bind what is not there. @throws CommandError, Error */
  async apply({ edges, steps }: EdgePlan): Promise<void> {
    const { netns, primaries, resolvers, zone: root } = this.#config
    if (steps.length > 0) this.#log.info({ steps: steps.length, edges: edges.length }, 'changing the DNS edge')
    const failures = await applyNetns(steps, netns)
    this.#relay.serve(edges.map(copyistOf))
    await this.#coreDns.ensure(
      edgeConfiguration(edges, {
        zone: root,
        primaries: primaries.map(endpointOf),
        resolvers: resolvers.map(endpointOf),
        probes,
        relay: uplink.hostAddress,
      }),
    )
    if (failures.length > 0) throw new AggregateError(failures, 'not all of the DNS edge could be made')
  }

  release(): void {
    this.#coreDns.release()
    this.#relay.close()
  }
}
