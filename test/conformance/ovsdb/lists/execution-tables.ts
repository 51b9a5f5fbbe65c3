import { setOf } from './database.ts'
import type { TestTables, WireType } from './database.ts'

const reference = (refTable: string, refType: 'strong' | 'weak' = 'strong'): WireType => ({
  type: 'uuid',
  refTable,
  refType,
})

/** Tables that make each rule of the commit visible on its own. */
export const executionTables: TestTables = {
  Number: {
    columns: { number: { type: 'integer' }, name: { type: 'string' } },
    indexes: [['number'], ['number', 'name']],
    isRoot: true,
  },
  // Two tables of roots that refer to themselves and to each other.
  Left: {
    columns: {
      n: { type: 'integer' },
      lefts: { type: setOf(reference('Left')) },
      rights: { type: setOf(reference('Right')) },
    },
    isRoot: true,
  },
  Right: {
    columns: {
      n: { type: 'integer' },
      lefts: { type: setOf(reference('Left')) },
      rights: { type: setOf(reference('Right')) },
      few: { type: setOf('integer', 1, 2) },
    },
    isRoot: true,
  },
  Single: { columns: { positive: { type: { key: { type: 'integer', minInteger: 1 } } } }, maxRows: 1, isRoot: true },
  // Weak references: any number, and exactly one.
  Weak: {
    columns: {
      n: { type: 'integer' },
      any: { type: setOf(reference('Weak', 'weak')) },
      self: { type: { key: reference('Weak', 'weak') } },
      target: { type: { key: reference('Target', 'weak') } },
    },
    isRoot: true,
  },
  Target: { columns: { n: { type: 'integer' }, back: { type: setOf(reference('Weak', 'weak')) } }, isRoot: true },
  Frozen: { columns: { n: { type: 'integer', mutable: false }, free: { type: 'integer' } }, isRoot: true },
  // Rows of Child stay only while something refers to them.
  Parent: { columns: { children: { type: setOf(reference('Child')) } }, isRoot: true },
  Child: {
    columns: {
      n: { type: 'integer' },
      next: { type: setOf(reference('Child')) },
      near: { type: setOf(reference('Child', 'weak')) },
    },
  },
}
