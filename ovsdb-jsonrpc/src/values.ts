import { randomUUID } from 'node:crypto'
import { OvsdbError, ProtocolError } from './errors.ts'
import { toJson } from './json.ts'
import type { BaseType, ColumnSchema } from './schema.ts'
import type { Atom, InputValue, Uuid, Value } from './types.ts'

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

const isPair = (wire: unknown, tag: string): wire is readonly [string, unknown] =>
  Array.isArray(wire) && wire.length === 2 && wire[0] === tag

const malformed = (column: ColumnSchema, wire: unknown): ProtocolError =>
  new ProtocolError(`column ${column.name}: ${toJson(wire).slice(0, 80)} is no value of its type`)

const isNumber = ({ bigint }: BaseType, wire: unknown): wire is number | bigint =>
  typeof wire === 'bigint' || (typeof wire === 'number' && (!bigint || Number.isInteger(wire)))

const decodeAtom = (column: ColumnSchema, base: BaseType, wire: unknown): Atom => {
  switch (base.type) {
    case 'integer':
    case 'real':
      if (isNumber(base, wire)) return base.bigint ? BigInt(wire) : Number(wire)
      break
    case 'boolean':
      if (typeof wire === 'boolean') return wire
      break
    case 'string':
      if (typeof wire === 'string') return wire
      break
    case 'uuid':
      if (isPair(wire, 'uuid') && typeof wire[1] === 'string') return wire[1]
      break
  }
  throw malformed(column, wire)
}

/**
 * Atoms of an RFC 7047 §5.1 `<set>`; one atom may stand there bare.
 * @throws ProtocolError when it is no set of the column's type
 */
export const decodeSet = (column: ColumnSchema, wire: unknown): Atom[] => {
  if (!isPair(wire, 'set')) return [decodeAtom(column, column.key, wire)]
  if (!Array.isArray(wire[1])) throw malformed(column, wire)
  return wire[1].map((atom: unknown) => decodeAtom(column, column.key, atom))
}

/**
 * Pairs of an RFC 7047 §5.1 `<map>`.
 * @throws ProtocolError when it is no map of the column's type
 */
export const decodeMap = (column: ColumnSchema, wire: unknown): Map<Atom, Atom> => {
  const { key, value } = column
  if (value === null || !isPair(wire, 'map') || !Array.isArray(wire[1])) throw malformed(column, wire)
  const pairs: readonly unknown[] = wire[1]
  return new Map(
    pairs.map((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2) throw malformed(column, wire)
      return [decodeAtom(column, key, pair[0]), decodeAtom(column, value, pair[1])]
    }),
  )
}

/**
 * A column's value from RFC 7047 §5.1 `<value>`. The schema decides how it reads, never the shape: a set of one is sent bare.
 * @throws ProtocolError when it is no value of the column's type
 */
export const decodeValue = (column: ColumnSchema, wire: unknown): Value => {
  switch (column.kind) {
    case 'map':
      return decodeMap(column, wire)
    case 'set':
      return decodeSet(column, wire)
    case 'scalar':
      return isPair(wire, 'set') ? onlyAtom(column, wire) : decodeAtom(column, column.key, wire)
    case 'optional':
      return isPair(wire, 'set') && Array.isArray(wire[1]) && wire[1].length === 0 ? null : onlyAtom(column, wire)
  }
}

const onlyAtom = (column: ColumnSchema, wire: unknown): Atom => {
  const [atom, ...more] = decodeSet(column, wire)
  if (atom === undefined || more.length > 0) throw malformed(column, wire)
  return atom
}

const mapOf = (value: object): ReadonlyMap<unknown, unknown> =>
  value instanceof Map ? value : new Map<unknown, unknown>(Object.entries(value))

/** True when two values are the same to OVSDB: sets in any order, maps by content, a plain object like the map it stands for. */
export const equalValues = (a: InputValue, b: InputValue): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && equalSets(a, b)
  const left = mapOf(a)
  const right = mapOf(b)
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && right.get(key) === value)
}

const equalSets = (a: readonly unknown[], b: readonly unknown[]): boolean => {
  if (a.length !== b.length) return false
  const members = new Set(b)
  return a.every((atom) => members.has(atom))
}
