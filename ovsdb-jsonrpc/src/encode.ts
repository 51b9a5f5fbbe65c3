import { ValidationError } from './errors.ts'
import { numberOf, toJson } from './json.ts'
import { findColumn } from './schema.ts'
import type { BaseType, ColumnSchema, TableSchema } from './schema.ts'
import type { Atom, InputValue } from './types.ts'
import { isUuid } from './values.ts'

/** Where a value is to be written, for the error that it doesn't fit. */
interface Place {
  readonly table: string
  readonly column: ColumnSchema
}

const show = (value: unknown): string => {
  if (typeof value === 'bigint') return `${String(value)}n`
  return toJson(value instanceof Map ? Object.fromEntries(value) : value).slice(0, 80)
}

const bounds = ({ min, max }: BaseType): string => {
  if (min === -Infinity && max === Infinity) return ''
  if (max === Infinity) return ` of at least ${String(min)}`
  return min === -Infinity ? ` of at most ${String(max)}` : ` from ${String(min)} to ${String(max)}`
}

const expectation = (base: BaseType): string => {
  if (base.enum !== null) return `one of ${base.enum.map(show).join(', ')}`
  switch (base.type) {
    case 'integer':
      return `an integer${bounds(base)} (${base.bigint ? 'a bigint of 64 bits' : 'at most 2^53 in size'})`
    case 'real':
      return `a finite number${bounds(base)} (0, or ${String(leastReal)} to ${String(largestReal)} in size)`
    case 'boolean':
      return 'true or false'
    case 'string':
      return `a string${bounds(base).replace(/^ /, ' with a length ')}, well-formed and without NUL`
    case 'uuid':
      return `a UUID in lower case with dashes${base.refTable === null ? '' : ` of a row of ${base.refTable}`}`
  }
}

const refuse = ({ table, column }: Place, value: unknown, problem: string): ValidationError =>
  new ValidationError({ table, column: column.name, value }, `${show(value)} is not allowed: expected ${problem}`)

const within = ({ min, max }: BaseType, size: number): boolean => size >= min && size <= max

const isString = (base: BaseType, value: unknown): boolean => {
  if (typeof value !== 'string' || !value.isWellFormed() || value.includes('\0')) return false
  const bounded = base.min !== -Infinity || base.max !== Infinity
  return !bounded || within(base, Array.from(value).length)
}

/**
 * ovsdb-server prints 15 digits of a real, and can't read a number again that they put outside of these: not in a request (it hangs
 * up), not in what its cluster's servers tell each other, and not in its file, of which it then ignores the rest.
 */
const [leastReal, largestReal] = [2.22507385850721e-308, 1.79769313486231e308]

const isReal = (value: unknown): value is number => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  const printed = Math.abs(Number(value.toPrecision(15)))
  return printed === 0 || (printed >= leastReal && printed <= largestReal)
}

const isInteger = (base: BaseType, value: unknown): boolean =>
  Number.isSafeInteger(value) || (base.bigint && typeof value === 'bigint' && BigInt.asIntN(64, value) === value)

const fits = (base: BaseType, value: unknown): boolean => {
  if (base.enum !== null && !base.enum.includes(value as Atom)) return false
  switch (base.type) {
    case 'integer':
      return isInteger(base, value) && within(base, Number(value))
    case 'real':
      return isReal(value) && within(base, value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'string':
      return isString(base, value)
    case 'uuid':
      return isUuid(value)
  }
}

const encodeAtom = (place: Place, base: BaseType, value: unknown): unknown => {
  if (!fits(base, value)) throw refuse(place, value, expectation(base))
  return base.type === 'uuid' ? ['uuid', value] : numberOf(value)
}

const encodeAtoms = (place: Place, values: readonly unknown[]): unknown => {
  if (new Set(values).size !== values.length) throw refuse(place, values, 'a set without duplicates')
  return ['set', values.map((value) => encodeAtom(place, place.column.key, value))]
}

const entriesOf = (place: Place, value: InputValue): (readonly [unknown, unknown])[] => {
  if (value instanceof Map) return [...(value as ReadonlyMap<unknown, unknown>)]
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value)
  throw refuse(place, value, 'a Map or an object')
}

const encodeMap = (place: Place, value: InputValue): unknown => {
  const { key, value: base } = place.column
  if (base === null) throw refuse(place, value, expectation(key))
  return ['map', entriesOf(place, value).map(([k, v]) => [encodeAtom(place, key, k), encodeAtom(place, base, v)])]
}

const sizeOf = (wire: unknown): number => (wire as [string, unknown[]])[1].length

const checkSize = (place: Place, value: InputValue, wire: unknown): unknown => {
  const { min, max, kind } = place.column
  if (sizeOf(wire) >= min && sizeOf(wire) <= max) return wire
  const upTo = max === Infinity ? 'any number' : String(max)
  throw refuse(place, value, `${kind === 'map' ? 'a map' : 'a set'} of ${String(min)} to ${upTo} members`)
}

/** A part of a column: what a condition compares with, or a mutation adds or takes away. Its size is free. */
const encodePart = (place: Place, value: InputValue): unknown => {
  if (value === null) return ['set', []]
  if (Array.isArray(value)) return encodeAtoms(place, value)
  if (place.column.kind === 'map') return encodeMap(place, value)
  return encodeAtom(place, place.column.key, value)
}

const encodeWhole = (place: Place, value: InputValue): unknown => {
  switch (place.column.kind) {
    case 'map':
      return checkSize(place, value, encodeMap(place, value))
    case 'set':
      if (!Array.isArray(value)) throw refuse(place, value, `an array, each member ${expectation(place.column.key)}`)
      return checkSize(place, value, encodeAtoms(place, value))
    case 'optional':
      return value === null ? ['set', []] : encodeAtom(place, place.column.key, value)
    case 'scalar':
      return encodeAtom(place, place.column.key, value)
  }
}

const placeOf = (table: TableSchema, name: string, value: InputValue): Place => {
  const column = findColumn(table, name)
  if (column !== undefined) return { table: table.name, column }
  throw new ValidationError({ table: table.name, column: name, value }, 'no such column in the schema')
}

/**
 * A column's new value as RFC 7047 §5.1 `<value>`.
 * @throws ValidationError when it doesn't fit the schema
 */
export const encodeValue = (table: TableSchema, name: string, value: InputValue): unknown =>
  encodeWhole(placeOf(table, name, value), value)

/**
 * The value of a condition: like a column's, but of any size.
 * @throws ValidationError when it doesn't fit the schema
 */
export const encodeOperand = (table: TableSchema, name: string, value: InputValue): unknown =>
  encodePart(placeOf(table, name, value), value)

/**
 * The argument of a mutation (RFC 7047 §5.1 `<mutation>`): a number for the arithmetic ones, else a part of the column.
 * @throws ValidationError when it doesn't fit the schema
 */
export const encodeMutationArgument = (
  table: TableSchema,
  name: string,
  mutator: string,
  value: InputValue,
): unknown => {
  const place = placeOf(table, name, value)
  if (!place.column.mutable) throw refuse(place, value, 'no change: the column is immutable')
  if (mutator === 'insert' || mutator === 'delete') return encodePart(place, value)
  // The operand of `-=` may well lie outside of what the column may hold.
  return encodeAtom(place, { ...place.column.key, enum: null, min: -Infinity, max: Infinity }, value)
}
