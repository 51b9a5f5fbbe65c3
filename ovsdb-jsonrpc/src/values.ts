import { randomUUID } from 'node:crypto'
import { OvsdbError } from './errors.ts'
import type { InputValue, Uuid } from './types.ts'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isUuid = (text: unknown): text is Uuid => typeof text === 'string' && uuidPattern.test(text)

/**
 * Takes text as the UUID of a row of table N.
 * @throws OvsdbError when it is none; OVSDB writes them in lower case with dashes
 */
export const parseUuid = <N extends string>(text: string): Uuid<N> => {
  if (!isUuid(text)) throw new OvsdbError(`"${text}" is not a UUID in lower case with dashes`)
  return text as string as Uuid<N>
}

/** A fresh random UUID for a row of table N. */
export const randomUuid = <N extends string>(): Uuid<N> => randomUUID() as string as Uuid<N>

/** True when two values are the same to OVSDB: sets in any order, maps by content, a plain object like the map it stands for. */
export const equalValues = (a: InputValue, b: InputValue): boolean => {
  if (Array.isArray(a) && Array.isArray(b)) {
    const members = new Set<unknown>(b)
    return a.length === b.length && a.every((atom) => members.has(atom))
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) || Array.isArray(b)) return false
  const [left, right] = [asMap(a as object), asMap(b as object)]
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && right.get(key) === value)
}

const asMap = (value: object): ReadonlyMap<unknown, unknown> =>
  value instanceof Map ? (value as ReadonlyMap<unknown, unknown>) : new Map(Object.entries(value))


