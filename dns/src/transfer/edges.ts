import type { NotifiedEdge } from '../config.ts'
import type { Keyring } from '../tsig/keyring.ts'
import { formatEndpoint, type Endpoint } from '../endpoint.ts'
import { Copiers } from './copiers.ts'
import { UdpEdgeClient } from './edge-client.ts'
import { Propagation } from './propagation.ts'
import { Reached, type Report } from './reached.ts'
import type { TransferLog } from './transfer-log.ts'

export interface EdgesOptions {
  /** our own address, which the edges know as their primary's */
  readonly from: string
  /** operators' edges */
  readonly edges: readonly NotifiedEdge[]
  /** has the keys that they are named with */
  readonly keyring: Keyring
  /** where agents take NOTIFY for VMs' edges */
  readonly relayPort: number
  readonly transfers: TransferLog
  /** serial of a zone as it is served now; undefined: not served */
  readonly serialOf: (zone: string) => number | undefined
  /** whether operators' edges follow this zone */
  readonly isFollowed: (zone: string) => boolean
  readonly onProblem: (zone: string, edge: Endpoint, problem: string) => void
  /** tells the server which serials the edges have, and which they don't take. @throws when it was not told */
  readonly tell: (report: Report) => Promise<void>
  readonly onUntold: (error: unknown) => void
}

/** Everybody who is told of changes: operators' edges by configuration, VMs' edges because they have copied a zone, and the server of it all. */
export class Edges {
  readonly #client: UdpEdgeClient
  readonly #options: EdgesOptions
  readonly #propagations: readonly Propagation[]
  readonly #copiers: Copiers
  readonly #reached: Reached

  private constructor(client: UdpEdgeClient, options: EdgesOptions) {
    const { edges, relayPort, transfers, serialOf, isFollowed, tell, onUntold } = options
    this.#client = client
    this.#options = options
    this.#copiers = new Copiers({ client, port: relayPort, serialOf })
    const edgesOf = (zone: string): number => (isFollowed(zone) ? edges.length : 0)
    this.#reached = new Reached({ serialOf, edgesOf, tell, onProblem: onUntold })
    this.#propagations = edges.map((edge) => this.#propagation(edge, transfers))
  }

  /** @throws when the address cannot be bound */
  static async open(options: EdgesOptions): Promise<Edges> {
    const keys = new Map(
      options.edges.map((edge) => [
        formatEndpoint(edge),
        edge.key === undefined ? undefined : options.keyring.find(edge.key),
      ]),
    )
    const client = await UdpEdgeClient.open(options.from, (edge) => keys.get(formatEndpoint(edge)))
    return new Edges(client, options)
  }

  /** This zone is served in a new version. */
  changed(zone: string): void {
    this.#reached.served(zone)
    this.#copiers.changed(zone)
    if (this.#options.isFollowed(zone)) for (const propagation of this.#propagations) propagation.changed(zone)
  }

  /** Somebody has fetched this serial of a zone. */
  fetched(zone: string, address: string, serial: number): void {
    if (this.#options.edges.every((edge) => edge.address !== address)) this.#copiers.fetched(zone, address, serial)
  }

  /** A zone needs a greater serial than this one. */
  stuck(zone: string, serial: number): void {
    this.#reached.stuck(zone, serial)
  }

  close(): void {
    for (const propagation of this.#propagations) propagation.close()
    this.#copiers.close()
    this.#reached.close()
    this.#client.close()
  }

  #propagation(edge: Endpoint, transfers: TransferLog): Propagation {
    const { serialOf, onProblem } = this.#options
    return new Propagation({
      ...{ edge, client: this.#client, transfers, serialOf },
      onStuck: (zone, serial) => {
        this.stuck(zone, serial)
      },
      onSettled: (zone, serial) => {
        this.#reached.settled(zone, formatEndpoint(edge), serial)
      },
      onProblem: (zone, problem) => {
        onProblem(zone, edge, problem)
      },
    })
  }
}
