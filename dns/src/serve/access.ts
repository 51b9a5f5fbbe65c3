import { AddressList } from '../transport/address-list.ts'
import type { Role } from '../answer.ts'

/** Makes an edge of who asks from an address, or signs with a key, or does both. */
export interface EdgeRule {
  readonly block: string | undefined
  /** name of the key */
  readonly key: string | undefined
}

export interface AccessLists {
  /** who may ask everything and copy zones */
  readonly edges: readonly EdgeRule[]
  /** who may ask for names below the root */
  readonly clients: readonly string[]
}

/** Who may ask us what. */
export class Access {
  readonly #edges: AddressList
  readonly #clients: AddressList
  /** where from who signs with a key is an edge */
  readonly #signers: ReadonlyMap<string, AddressList>
  readonly #anySigner: AddressList

  /** @throws Error on a text that is not a block */
  constructor({ edges, clients }: AccessLists) {
    const signed = edges.filter(({ key }) => key !== undefined)
    this.#edges = new AddressList(edges.filter(({ key }) => key === undefined).flatMap(blocksOf))
    this.#clients = new AddressList(clients)
    this.#anySigner = new AddressList(signed.flatMap(blocksOf))
    this.#signers = new Map(
      signed.map(({ key = '' }) => [key, new AddressList(signed.filter((rule) => rule.key === key).flatMap(blocksOf))]),
    )
  }

  /** @param key by which the request is signed, and rightly so; undefined: it is not signed */
  roleOf(address: string, key?: string): Role {
    if (this.#edges.has(address)) return 'edge'
    if (key !== undefined && this.#signers.get(key)?.has(address) === true) return 'edge'
    return this.#clients.has(address) ? 'client' : 'stranger'
  }

  /** Whether one from there may connect. Who may be an edge by his signature only is taken in while there is room. */
  admission(address: string): Admission {
    if (this.roleOf(address) !== 'stranger') return 'always'
    return this.#anySigner.has(address) ? 'if-room' : 'never'
  }
}

export type Admission = 'always' | 'if-room' | 'never'

const EVERYWHERE = ['0.0.0.0/0', '::/0']

const blocksOf = ({ block }: EdgeRule): readonly string[] => (block === undefined ? EVERYWHERE : [block])
