import { ApiError, routes, type Client, type InterfaceReport, type PortId, type UnreadableMatch } from '@quantumnet/api'
import { bridgesByNetwork, type ChassisSettings } from './chassis.ts'
import { Loop } from './loop.ts'

/** A report is sent at least this often, so that the server knows that the agent lives, and repeats what it may have forgotten. */
const HEARTBEAT_MS = 15_000
/** Changes within this time go into one report. */
const BATCH_MS = 20

/** What the server answers of deleted ports, and which deployment it is. */
export interface Answered {
  readonly deployment: string
  readonly ports: ReadonlySet<PortId>
}

export interface ReporterOptions {
  readonly client: Client
  readonly chassis: Pick<ChassisSettings, 'node' | 'encapIp' | 'bridgeMappings' | 'gateway'>
  readonly agentVersion: string
  /** the server named the deployment that it is */
  readonly onRegistered: (deployment: string) => void
  /** some of the reported ports were deleted */
  readonly onGone: (gone: Answered) => void
  readonly onError: (error: unknown, pauseMs: number) => void
}

/** Registers the hypervisor, then tells the server which interfaces there are: always all of them, one report at a time. */
export class Reporter {
  readonly #options: ReporterOptions
  readonly #loop: Loop
  #deployment: string | undefined
  #latest:
    | { readonly joined: string | undefined; readonly text: string; readonly interfaces: readonly InterfaceReport[] }
    | undefined

  #unreadable: readonly UnreadableMatch[] | undefined

  constructor(options: ReporterOptions) {
    this.#options = options
    this.#loop = new Loop({
      pass: async (signal) => {
        await this.#pass(signal)
      },
      onError: options.onError,
      resyncMs: HEARTBEAT_MS,
      restMs: BATCH_MS,
    })
  }

  /** What there is now. `joined`: the deployment that this hypervisor belongs to; no other one is told anything. */
  offer(interfaces: readonly InterfaceReport[], joined: string | undefined): void {
    const text = JSON.stringify(interfaces)
    const same = this.#latest?.text === text && this.#latest.joined === joined
    this.#latest = { joined, text, interfaces }
    if (!same) this.#loop.wake()
  }

  /** What ovn-controller cannot read now. Until this was called nothing is known of it. */
  note(unreadable: readonly UnreadableMatch[]): void {
    this.#unreadable = unreadable
    this.#loop.wake()
  }

  /** The server may have forgotten us. */
  registerAgain(): void {
    this.#deployment = undefined
    this.#loop.wake()
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#loop.run(signal)
  }

  async #pass(signal: AbortSignal): Promise<void> {
    const deployment = this.#deployment ?? (await this.#register(signal))
    const latest = this.#latest
    if (latest?.joined !== deployment) return
    const { client, chassis, onGone } = this.#options
    try {
      const body = {
        interfaces: [...latest.interfaces],
        ...(this.#unreadable !== undefined && { unreadable_matches: [...this.#unreadable] }),
      }
      const { gone } = await client.call(routes.nodes.report, { params: { name: chassis.node }, body }, signal)
      if (gone.length > 0) onGone({ deployment, ports: new Set(gone) })
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not_found') this.#deployment = undefined
      throw error
    }
  }

  async #register(signal: AbortSignal): Promise<string> {
    const { client, chassis, agentVersion, onRegistered } = this.#options
    const { node, encapIp, bridgeMappings, gateway } = chassis
    const body = {
      ...{ encap_ip: encapIp, agent_version: agentVersion },
      // Mappings that somebody else set are not told: the settings of this agent do not say them.
      ...(bridgeMappings !== undefined && { bridge_mappings: bridgesByNetwork(bridgeMappings) }),
      ...(gateway !== undefined && { gateway }),
    }
    const { deployment } = await client.call(routes.nodes.register, { params: { name: node }, body }, signal)
    this.#deployment = deployment
    onRegistered(deployment)
    return deployment
  }
}
