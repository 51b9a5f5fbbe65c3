import type { Endpoint } from '../endpoint.ts'
import { UdpEdgeClient } from './edge-client.ts'
import { Propagation } from './propagation.ts'
import type { TransferLog } from './transfer-log.ts'

export interface EdgesOptions {
  readonly transfers: TransferLog
  /** serial of a zone as it is served now; undefined: not served */
  readonly serialOf: (zone: string) => number | undefined
  /** an edge has this serial, which is newer than what is served */
  readonly onOvertaken: (zone: string, serial: number) => void
  readonly onProblem: (zone: string, edge: Endpoint, problem: string) => void
}

/** The edges that are told of changes. */
export class Edges {
  #client: UdpEdgeClient | undefined
  #propagations: readonly Propagation[] = []

  /** Before this, changes are told to nobody. @param from our own address, which the edges know as their primary's @throws when it cannot be bound */
  async open(from: string, edges: readonly Endpoint[], options: EdgesOptions): Promise<void> {
    const client = await UdpEdgeClient.open(from)
    this.#client = client
    this.#propagations = edges.map(
      (edge) =>
        new Propagation({
          edge,
          client,
          transfers: options.transfers,
          serialOf: options.serialOf,
          onOvertaken: options.onOvertaken,
          onProblem: (zone, problem) => {
            options.onProblem(zone, edge, problem)
          },
        }),
    )
  }

  /** This zone is served in a new version. */
  changed(zone: string): void {
    for (const propagation of this.#propagations) propagation.changed(zone)
  }

  close(): void {
    for (const propagation of this.#propagations) propagation.close()
    this.#client?.close()
  }
}
