import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { ApiError, Client, follow, routes } from '@quantumnet/api'
import type { Logger } from 'pino'
import { ExternalWire } from './apply/external.ts'
import { applyGuards } from './apply/openflow.ts'
import { applyVswitch, describe } from './apply/vswitch.ts'
import type { AgentConfig } from './config.ts'
import { ControllerWatch } from './controller-watch.ts'
import { DnsEdge } from './dns-edge.ts'
import { Cutter } from './external/cutter.ts'
import { Mover } from './external/mover.ts'
import { keys } from './external-ids.ts'
import { guardedPorts } from './guard/flows.ts'
import { LastDesired } from './last-desired.ts'
import { Loop } from './loop.ts'
import { observeVswitch, openVswitch, type VswitchSession } from './observe/vswitch.ts'
import { makePlan, type Plan } from './plan.ts'
import { Reporter, type Answered } from './report.ts'
import { StatisticsReporter, type StatisticsOptions } from './statistics-reporter.ts'
import { VERSION } from './version.ts'

/** Everything is looked at this often even if nothing said that it changed. */
const RESYNC_MS = 30_000
/** ovn-controller removes all flows when it starts, and says so to nobody. */
const GUARD_MS = 1_000
/** What a person has to look at is said again this often. */
const REMIND_MS = 60_000
/** Changes of Open vSwitch come in bursts: a VM's start is a handful of them. */
const REST_MS = 20
/** One attempt: the loops repeat, and with what is true by then. */
const CALL = { attempts: 1, timeoutMs: 10_000 } as const

/** The agent of one hypervisor: brings it to what the server wants, and tells the server how it is. */
export class Agent {
  readonly #config: AgentConfig
  readonly #log: Logger
  readonly #client: Client
  readonly #vswitch: VswitchSession
  readonly #desired: LastDesired
  readonly #edge: DnsEdge | undefined
  readonly #controller: ControllerWatch | undefined
  readonly #mover: Mover
  readonly #cutter: Cutter
  readonly #loop: Loop
  readonly #guard: Loop
  readonly #reporter: Reporter
  readonly #statistics: StatisticsReporter
  readonly #registered = Promise.withResolvers<undefined>()
  #offered: string | undefined
  #gone: Answered | undefined
  #told = { problems: '', at: 0 }

  private constructor(config: AgentConfig, token: string, log: Logger) {
    this.#config = config
    this.#log = log
    this.#client = new Client({ endpoint: config.endpoint, token, agent: `quantumnet-node-agent/${VERSION}`, ...CALL })
    this.#vswitch = openVswitch(config.ovsdb, (level, message, fields) => {
      log[level](fields, message)
    })
    this.#desired = new LastDesired(config.edge?.dir)
    const wake = (): void => {
      this.#guard.wake()
      this.#loop.wake()
    }
    this.#edge = config.edge && new DnsEdge(config.edge, { log, onWake: wake })
    ;[this.#mover, this.#cutter] = this.#makeMovers()
    this.#loop = new Loop({
      pass: async (signal) => {
        this.#noteMoves(signal)
        await this.#pass()
      },
      onError: this.#warn('a pass failed and is made again'),
      resyncMs: RESYNC_MS,
      restMs: REST_MS,
    })
    this.#guard = new Loop({
      pass: async () => {
        await this.#guardVms()
      },
      onError: this.#warn('router advertisements of VMs may pass; this is tried again'),
      resyncMs: GUARD_MS,
      restMs: REST_MS,
    })
    this.#reporter = new Reporter({
      client: this.#client,
      chassis: config.chassis,
      agentVersion: VERSION,
      onRegistered: (deployment) => {
        this.#offered = deployment
        this.#registered.resolve(undefined)
        wake()
      },
      onGone: (gone) => {
        this.#gone = gone
        wake()
      },
      onError: this.#warn('the server was not told; this is tried again'),
    })
    this.#statistics = this.#reportStatistics()
    this.#controller =
      config.controller &&
      new ControllerWatch({
        ...config.controller,
        onChange: (unreadable) => {
          if (unreadable.length > 0) this.#log.error({ unreadable }, 'ovn-controller cannot read what OVN tells it')
          this.#reporter.note(unreadable)
        },
        onError: this.#warn('ovn-controller is not heard; this is tried again'),
      })
    this.#vswitch.on('change', wake)
    this.#vswitch.on('live', wake)
  }

  /** What ends connections, over one connection to the switch, which the first of them closes. */
  #makeMovers(): readonly [Mover, Cutter] {
    const wire = new ExternalWire(this.#config.ovsdb, () =>
      this.#vswitch.live ? observeVswitch(this.#vswitch) : undefined,
    )
    const mover = new Mover({
      wire,
      onMove: (what, which) => {
        this.#log.info(which, what)
      },
      onError: this.#warn('an address outside moved, and connections or neighbours may still go where it was'),
    })
    const cutter = new Cutter({
      wire,
      onCut: (member) => {
        this.#log.info(member, 'connections to a member that is switched off are cut')
      },
      onError: this.#warn('a member was switched off, and connections to it may go on'),
    })
    return [mover, cutter]
  }

  /** Makes an agent; `run` starts it. @throws Error when the token cannot be read */
  static async create(config: AgentConfig, log: Logger): Promise<Agent> {
    const token = await readFile(config.tokenFile, 'utf8').catch((cause: unknown) => {
      throw new Error(`QUANTUMNET_TOKEN_FILE: cannot read ${config.tokenFile}`, { cause })
    })
    return new Agent(config, token.trim(), log)
  }

  /** Runs until the signal aborts. Leaves bindings, edges and CoreDNS as they are. */
  async run(signal: AbortSignal): Promise<void> {
    const { node } = this.#config.chassis
    await this.#desired.load(node).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'the last desired state could not be read')
    })
    await Promise.all([
      this.#loop.run(signal),
      this.#guard.run(signal),
      this.#reporter.run(signal),
      this.#statistics.run(signal),
      this.#follow(signal),
      this.#controller?.run(signal),
    ])
    this.#edge?.release()
    this.#mover.close()
    await this.#vswitch.close()
  }

  /** Takes what the server sends, once it knows this hypervisor. */
  async #follow(signal: AbortSignal): Promise<void> {
    const { node } = this.#config.chassis
    signal.addEventListener('abort', () => {
      this.#registered.resolve(undefined)
    })
    await this.#registered.promise
    await follow(
      this.#client,
      { route: routes.nodes.desired, params: { name: node } },
      ({ data }) => {
        this.#offered = data.deployment
        this.#desired.accept(data)
        this.#noteMoves(signal)
        this.#guard.wake()
        this.#loop.wake()
      },
      {
        signal,
        onDisconnect: (reason) => {
          this.#onDisconnect(reason, signal)
        },
        onProblem: ({ event, error }) => {
          this.#log.error(
            { event, err: error },
            'the server sent what this version cannot read; the last desired state stays',
          )
        },
      },
    )
  }

  /** At once, and not with the next pass: packets are lost meanwhile. */
  #noteMoves(signal: AbortSignal): void {
    if (!this.#vswitch.live) return
    const { externalIds } = observeVswitch(this.#vswitch)
    const desired = this.#desired.of(externalIds.get(keys.deployment))
    this.#mover.tell(desired?.external_addresses, signal)
    this.#cutter.tell(desired?.closed_members, signal)
  }

  async #pass(): Promise<void> {
    await this.#mover.settled()
    if (!this.#vswitch.live) return
    const vswitch = observeVswitch(this.#vswitch)
    const desired = this.#desired.of(vswitch.externalIds.get(keys.deployment))
    // A record of deletions is good for one pass: the id may be in use again by the next one, and the next report asks anew.
    const gone = this.#gone
    this.#gone = undefined
    const failures: unknown[] = []
    const edge = await this.#edge?.observe(desired?.edges ?? []).catch((error: unknown) => void failures.push(error))
    const plan = makePlan({
      chassis: this.#config.chassis,
      vswitch,
      offered: this.#offered,
      desired,
      gone,
      edge: edge ?? undefined,
    })
    this.#logPlan(plan)
    failures.push(...(await applyVswitch(this.#vswitch, plan.vswitch, vswitch)))
    this.#reporter.offer(plan.reports, plan.joined)
    if (plan.edge !== undefined) await this.#edge?.apply(plan.edge).catch((error: unknown) => void failures.push(error))
    if (desired !== undefined) await this.#desired.keep(desired)
    if (failures.length > 0) throw new AggregateError(failures, 'not all of it could be done')
  }

  /** A loop of its own: it is due much more often than a pass, and must not wait for one that takes its time. */
  async #guardVms(): Promise<void> {
    await this.#mover.settled()
    if (!this.#vswitch.live) return
    const vswitch = observeVswitch(this.#vswitch)
    if (vswitch.bridge === null) return
    const desired = this.#desired.of(vswitch.externalIds.get(keys.deployment))
    await applyGuards(this.#config.ovsdb, vswitch.bridge.name, guardedPorts(vswitch, desired?.ports ?? []))
  }

  #reportStatistics(): StatisticsReporter {
    const { chassis, ovsdb, vswitchd } = this.#config
    return new StatisticsReporter({
      ...{ client: this.#client, vswitch: this.#vswitch, log: this.#log },
      ...{ node: chassis.node, datapath: chassis.datapath, ovsdb, vswitchd },
      scope: () => this.#scope(),
      onError: this.#warn('what was counted could not be told; this is tried again'),
    })
  }

  /** Statistics are for the deployment that this hypervisor has joined, as reports are. */
  #scope(): ReturnType<StatisticsOptions['scope']> {
    const { bridge, externalIds } = observeVswitch(this.#vswitch)
    const joined = externalIds.get(keys.deployment)
    if (bridge === null || joined === undefined || joined !== this.#offered) return undefined
    return { bridge: bridge.name, ports: this.#desired.of(joined)?.ports ?? [] }
  }

  #logPlan(plan: Plan): void {
    for (const action of plan.vswitch) this.#log.info({ action: action.kind }, describe(action))
    const problems = plan.problems.join('\n')
    const now = performance.now()
    // When they come up and once a minute as long as they last, but not with every pass.
    if (problems === this.#told.problems && now - this.#told.at < REMIND_MS) return
    for (const problem of plan.problems) this.#log.error(problem)
    this.#told = { problems, at: now }
  }

  #onDisconnect(reason: unknown, signal: AbortSignal): void {
    if (signal.aborted) return
    this.#log.warn({ err: reason }, 'the stream of the desired state ended; what was sent last stays in force')
    if (reason instanceof ApiError && reason.code === 'not_found') this.#reporter.registerAgain()
  }

  #warn(message: string): (error: unknown, pauseMs?: number) => void {
    return (error, pauseMs) => {
      this.#log.warn({ err: error, pauseMs }, message)
    }
  }
}
