import { parseUuid, putKeys } from '@quantumnet/ovsdb-jsonrpc'
import type { InsertOf, Mutation, Operation, Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { kinds } from './kinds.ts'
import type { KindsTables } from './kinds.ts'

type KindsOperation = Operation<keyof KindsTables>
type ThingRow = KindsTables['Thing']

/**
 * Makes transactions out of chance, on few rows, names and values, so that they often meet: every kind of column changes in every
 * way, rows come and go, and many a transaction is refused.
 */
export class RandomTransactions {
  readonly #random: () => number
  readonly #things: Uuid<'Thing'>[]
  readonly #parts: Uuid<'Part'>[]
  readonly #pairs: Uuid<'Pair'>[]

  constructor(random: () => number) {
    this.#random = random
    this.#things = Array.from({ length: 12 }, () => this.uuid())
    this.#parts = Array.from({ length: 12 }, () => this.uuid())
    this.#pairs = Array.from({ length: 8 }, () => this.uuid())
  }

  /**
   * A row that others may refer to weakly goes in a transaction of its own. ovsdb-server 3.1.0 keeps such a reference when the same
   * transaction changes the row that has it, and breaks down once the UUID is back and that row goes.
   */
  next(): KindsOperation[] {
    if (this.#below(5) === 0) return [kinds.remove('Thing', this.#pick(this.#things))]
    return Array.from({ length: 1 + this.#below(4) }, () => this.#operation()).flat()
  }

  #operation(): KindsOperation[] {
    const thing = this.#pick(this.#things)
    const pair = this.#pick(this.#pairs)
    switch (this.#below(9)) {
      case 0:
      case 1:
        return [kinds.insert('Thing', thing, { name: this.#word(), ...this.#columns() })]
      case 2:
        return [kinds.update('Thing', thing, this.#columns())]
      case 3:
        return [
          this.#pick([
            kinds.insert('Pair', pair, { left: this.#word(), right: this.#below(3), external_ids: this.#words() }),
            kinds.remove('Pair', pair),
            kinds.mutate('Pair', pair, putKeys('external_ids', this.#words())),
          ]),
        ]
      case 4: {
        const part = this.#pick(this.#parts)
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
      parts: this.#below(4) === 0 ? [] : [this.#pick(this.#parts)],
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
      ['few', 'insert', [this.#below(5)]],
      ['few', 'delete', [this.#below(5)]],
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
