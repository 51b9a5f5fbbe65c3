import { ProtocolError } from './errors.ts'
import type { ColumnSchema } from './schema.ts'
import type { Atom, Value } from './types.ts'
import { decodeMap, decodeSet, decodeValue } from './values.ts'

/** From here on members are looked up in a Set instead of one after the other. */
const manyAtoms = 8

/** Symmetric difference: what is in both goes, what is only in the change comes. */
const toggle = (members: readonly Atom[], change: readonly Atom[]): readonly Atom[] => {
  const present = change.length < manyAtoms ? members : new Set(members)
  const has = (atom: Atom): boolean => (present instanceof Set ? present.has(atom) : members.includes(atom))
  const gone = new Set(change.filter(has))
  const kept = gone.size === 0 ? members : members.filter((atom) => !gone.has(atom))
  return [...kept, ...change.filter((atom) => !gone.has(atom))]
}

/** A key that is new comes; one with another value is replaced; one with the same value goes. */
const applyMapDiff = (map: ReadonlyMap<Atom, Atom>, change: ReadonlyMap<Atom, Atom>): ReadonlyMap<Atom, Atom> => {
  const result = new Map(map)
  for (const [key, value] of change) {
    if (result.get(key) === value) result.delete(key)
    else result.set(key, value)
  }
  return result
}

/**
 * The value after a `modify` of update2 or update3 (ovsdb-server(7) §4.1.14): a difference for sets and maps, the new value for
 * columns that hold at most one. Which of the two is told by the schema alone: both look the same on the wire.
 * @throws ProtocolError when the difference is no value of the column's type
 */
export const applyDiff = (column: ColumnSchema, before: Value, wire: unknown): Value => {
  if (column.max === 1) return decodeValue(column, wire)
  if (column.kind === 'map' && before instanceof Map) return applyMapDiff(before, decodeMap(column, wire))
  if (Array.isArray(before)) return toggle(before as readonly Atom[], decodeSet(column, wire))
  throw new ProtocolError(`column ${column.name}: a difference came for a value that is no set or map`)
}
