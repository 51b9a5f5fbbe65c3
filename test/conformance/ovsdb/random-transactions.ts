import { parseUuid, putKeys } from '@quantumnet/ovsdb-jsonrpc'
import type { InsertOf, Mutation, Operation, Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { kinds } from './kinds.ts'
import type { KindsTables } from './kinds.ts'

type KindsOperation = Operation<keyof KindsTables>
type ThingRow = KindsTables['Thing']

/** One in so many picks is blind: such a transaction is refused as often as not. */
const blindness = 12

/**
 * Makes transactions out of chance, on few rows, names and values, so that they often meet: every kind of column changes in every
 * way, rows come and go, and some transactions are refused.
 */
export class RandomTransactions {
  readonly #random: () => number
  readonly #has: (table: keyof KindsTables, uuid: Uuid) => boolean
  readonly #things: Uuid<'Thing'>[]
  readonly #parts: Uuid<'Part'>[]
  readonly #pairs: Uuid<'Pair'>[]

  /** @param has whether a row is there, as far as the writer knows */
  constructor(random: () => number, has: (table: keyof KindsTables, uuid: Uuid) => boolean) {
    this.#random = random
    this.#has = has
    this.#things = Array.from({ length: 12 }, () => this.uuid())
    this.#parts = Array.from({ length: 12 }, () => this.uuid())
    this.#pairs = Array.from({ length: 8 }, () => this.uuid())
  }

  /**
   * A row that others may refer to weakly goes in a transaction of its own. ovsdb-server 3.1.0 keeps such a reference when the same
   * transaction changes the row that has it, and breaks down once the UUID is back and that row goes.
   */
  next(): KindsOperation[] {
    if (this.#below(5) === 0) return [kinds.remove('Thing', this.#there('Thing', this.#things))]
    return Array.from({ length: 1 + this.#below(3) }, () => this.#operation()).flat()
  }

  #operation(): KindsOperation[] {
    const thing = this.#there('Thing', this.#things)
    switch (this.#below(9)) {
      case 0:
      case 1:
        return [kinds.insert('Thing', this.#missing('Thing', this.#things), { name: this.#name(), ...this.#columns() })]
      case 2:
        return [kinds.update('Thing', thing, this.#columns())]
      case 3:
        return [this.#onPair()]
      case 4: {
        const part = this.#missing('Part', this.#parts)
        return [
          kinds.insert('Part', part, { label: this.#word(), weights: [this.#below(5) / 2] }),
          kinds.mutate('Thing', thing, [['parts', 'insert', [part]]]),
        ]
      }
      default:
        return [
          kinds.mutate(
            'Thing',
            thing,
            Array.from({ length: 1 + this.#below(3) }, () => this.#mutation()),
          ),
        ]
    }
  }

  #onPair(): KindsOperation {
    const pair = this.#there('Pair', this.#pairs)
    const row = { left: this.#word(), right: this.#below(9), external_ids: this.#words() }
    return this.#pick([
      kinds.insert('Pair', this.#missing('Pair', this.#pairs), row),
      kinds.remove('Pair', pair),
      kinds.mutate('Pair', pair, putKeys('external_ids', this.#words())),
    ])
  }

  #columns(): InsertOf<ThingRow> {
    const columns = {
      count: this.#below(100),
      on: this.#below(2) === 0,
      tag: this.#below(2) === 0 ? null : 1 + this.#below(4095),
      color: this.#pick([null, 'red', 'green'] as const),
      alias: this.#pick([null, 'ab', 'äöü']),
      words: this.#list(),
      attrs: this.#words(),
      single: this.#pick([{}, { a: 1 }, { b: 2 }]),
      friend: this.#pick([null, ...this.#things]),
      friends: [this.#pick(this.#things)],
      parts: this.#below(4) === 0 ? [] : [this.#there('Part', this.#parts)],
    }
    return Object.fromEntries(Object.entries(columns).filter(() => this.#below(3) === 0))
  }

  #mutation(): Mutation<ThingRow> {
    return this.#pick<Mutation<ThingRow>>([
      ['words', 'insert', this.#list()],
      ['words', 'delete', this.#list()],
      ['attrs', 'insert', this.#words()],
      ['attrs', 'delete', this.#list()],
      ['attrs', 'delete', this.#words()],
      ['levels', 'insert', new Map([[this.#below(4), this.#below(4) / 4]])],
      ['levels', 'delete', [this.#below(4)]],
      // Never more than three members: a cluster of 3.1.0 can't take a difference of more than the column holds.
      ['few', 'insert', [this.#below(3)]],
      ['few', 'delete', [this.#below(3)]],
      ['size', 'insert', [this.#pick([1, 2, 4] as const)]],
      ['count', '+=', 1],
      ['ratio', '+=', 0.25],
      ['tag', 'delete', [1 + this.#below(100)]],
      ['friends', 'insert', [this.#pick(this.#things)]],
      ['friends', 'delete', [this.#pick(this.#things)]],
      ['parts', 'delete', [this.#pick(this.#parts)]],
    ])
  }

  #list(): string[] {
    return [...new Set(Array.from({ length: this.#below(4) }, () => this.#word()))]
  }

  #words(): Record<string, string> {
    return Object.fromEntries(this.#list().map((key) => [key, this.#word()]))
  }

  #word(): string {
    return this.#pick(['', 'a', 'b', 'c', 'set', 'map', 'ü😀', '"\\'])
  }

  #name(): string {
    return `${this.#word()}${String(this.#below(9))}`
  }

  #there<N extends keyof KindsTables>(table: N, uuids: readonly Uuid<N>[]): Uuid<N> {
    return this.#pickWhere(uuids, (uuid) => this.#has(table, uuid))
  }

  #missing<N extends keyof KindsTables>(table: N, uuids: readonly Uuid<N>[]): Uuid<N> {
    return this.#pickWhere(uuids, (uuid) => !this.#has(table, uuid))
  }

  #pickWhere<V>(values: readonly V[], isWanted: (value: V) => boolean): V {
    const wanted = this.#below(blindness) === 0 ? [] : values.filter(isWanted)
    return this.#pick(wanted.length === 0 ? values : wanted)
  }

  #pick<V>(values: readonly V[]): V {
    return values[this.#below(values.length)] as V
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  uuid<N extends string>(): Uuid<N> {
    const hex = Array.from({ length: 32 }, () => this.#below(16).toString(16)).join('')
    return parseUuid(hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5'))
  }
}
