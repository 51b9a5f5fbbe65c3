import type { Operation } from '@quantumnet/ovsdb-jsonrpc'
import { mapOf, optional, setOf, u } from './database.ts'
import type { TestTables, WireType } from './database.ts'
import type { Read, Told } from './monitor.ts'
import type { Row, Step } from './steps.ts'

const reference = (refTable: string, refType: 'strong' | 'weak' = 'strong'): WireType => ({
  type: 'uuid',
  refTable,
  refType,
})

/** Tables whose rows refer to each other in all the ways that a replica has to follow. */
export const idlTables: TestTables = {
  Plain: {
    columns: {
      i: { type: 'integer' },
      s: { type: 'string' },
      maybe: { type: optional('boolean') },
      numbers: { type: setOf('integer') },
      words: { type: mapOf('string', 'string') },
    },
    isRoot: true,
  },
  Indexed: { columns: { i: { type: 'integer' } }, indexes: [['i']], isRoot: true },
  Single: { columns: { name: { type: 'string' } }, maxRows: 1, isRoot: true },
  // Each row refers to one of its own table, and to any number.
  Link: {
    columns: {
      i: { type: 'integer' },
      to: { type: { key: reference('Link') } },
      all: { type: setOf(reference('Link')) },
      far: { type: optional(reference('Far')) },
    },
    isRoot: true,
  },
  Far: { columns: { i: { type: 'integer' }, back: { type: optional(reference('Link')) } }, isRoot: true },
  Holder: { columns: { name: { type: 'string' }, weak: { type: setOf(reference('Plain', 'weak')) } }, isRoot: true },
  Owner: { columns: { name: { type: 'string' }, parts: { type: setOf(reference('Part')) } }, isRoot: true },
  Part: { columns: { name: { type: 'string' } } },
}

/** Rows as a replica reads them: what is not said has its default. */
export const plain = (row: Read = {}): Read => ({ i: 0, s: '', maybe: null, numbers: [], words: { map: [] }, ...row }) // prettier-ignore
export const link = (i: number, to: number, row: Read = {}): Read => ({ i, to: u(to), all: [], far: null, ...row })

export type Conditions = Readonly<Record<string, boolean | readonly (readonly [string, '==', Row[string]])[]>>

/** What happens to a replica, and what it tells then, rows in any order. */
export type IdlStep =
  | { readonly transact: readonly Operation[]; readonly tells: readonly Told[] }
  /** refused: nothing is told */
  | { readonly transact: readonly Operation[]; readonly fails: NonNullable<Step['fails']> }
  /** other rows are asked for */
  | { readonly conditions: Conditions; readonly tells: readonly Told[] }
  /** transactions of somebody else while the connection is cut; told once it is back */
  | { readonly missed: readonly (readonly Operation[])[]; readonly tells: readonly Told[] }

export interface IdlCase {
  readonly name: string
  /** what is there before the replica begins, and what it tells of that: that rows came */
  readonly before?: readonly Operation[]
  readonly conditions?: Conditions
  readonly initially?: readonly Told[]
  readonly steps: readonly IdlStep[]
}
