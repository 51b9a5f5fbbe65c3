import { AddressList } from '../transport/address-list.ts'
import type { Role } from '../answer.ts'

export interface AccessLists {
  /** who may ask everything and copy zones */
  readonly edges: readonly string[]
  /** who may ask for names below the root */
  readonly clients: readonly string[]
}

/** Who may ask us what. */
export class Access {
  readonly #edges: AddressList
  readonly #clients: AddressList

  /** @throws Error on a text that is not a block */
  constructor({ edges, clients }: AccessLists) {
    this.#edges = new AddressList(edges)
    this.#clients = new AddressList(clients)
  }

  roleOf(address: string): Role {
    if (this.#edges.has(address)) return 'edge'
    return this.#clients.has(address) ? 'client' : 'stranger'
  }
}
