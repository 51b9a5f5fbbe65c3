import { SchemaError } from './errors.ts'
import type { Atom, Tables, Value } from './types.ts'

export type AtomicType = 'integer' | 'real' | 'boolean' | 'string' | 'uuid'

/** RFC 7047 §3.2 `<base-type>`: what one atom may be. */
export interface BaseType {
  readonly type: AtomicType
  /** integers that read as bigint, so that none of their 64 bits is lost */
  readonly bigint: boolean
  /** allowed values; null: any */
  readonly enum: readonly Atom[] | null
  /** bounds of integers and reals; of the length in characters for strings */
  readonly min: number
  readonly max: number
  /** table that a UUID refers to; null: none */
  readonly refTable: string | null
  readonly refType: 'strong' | 'weak'
}

/** How a column's value reads: one atom, an atom or null, an array, a Map. */
export type ColumnKind = 'scalar' | 'optional' | 'set' | 'map'

export interface ColumnSchema {
  readonly name: string
  readonly kind: ColumnKind
  readonly key: BaseType
  /** type of a map's values; null for the other kinds */
  readonly value: BaseType | null
  readonly min: number
  /** Infinity for "unlimited" */
  readonly max: number
  readonly mutable: boolean
  readonly ephemeral: boolean
  /** what a row has where nothing was written; servers leave such columns out of what they send */
  readonly default: Value
}

export interface TableSchema {
  readonly name: string
  readonly columns: ReadonlyMap<string, ColumnSchema>
  readonly indexes: readonly (readonly string[])[]
  readonly isRoot: boolean
}

/** RFC 7047 §3.2 `<database-schema>`, in the form that this package works with. T carries the row types. */
export interface DatabaseSchema<T extends Tables = Tables> {
  readonly name: string
  readonly version: string
  readonly tables: ReadonlyMap<string, TableSchema>
  /** never there at run time: it ties the row types to the value */
  readonly rowTypes?: T
}

/** The column that every table has, and no schema lists (RFC 7047 §3.2). */
const uuidColumn: ColumnSchema = {
  name: '_uuid',
  kind: 'scalar',
  key: { type: 'uuid', bigint: false, enum: null, min: -Infinity, max: Infinity, refTable: null, refType: 'strong' },
  value: null,
  min: 1,
  max: 1,
  mutable: false,
  ephemeral: false,
  default: '',
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const objectAt = (value: unknown, where: string): Json => {
  if (!isObject(value)) throw new SchemaError(`${where} must be an object`)
  return value
}

const atomicTypes: ReadonlySet<unknown> = new Set<AtomicType>(['integer', 'real', 'boolean', 'string', 'uuid'])
const isAtomicType = (value: unknown): value is AtomicType => atomicTypes.has(value)

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)

const parseEnum = (value: unknown): readonly Atom[] | null => {
  if (value === undefined) return null
  // A set of one may be written as the bare atom; UUIDs are pairs of their own.
  const atoms = Array.isArray(value) && value[0] === 'set' ? (value[1] as readonly unknown[]) : [value]
  return atoms.map((atom) => (Array.isArray(atom) ? atom[1] : atom) as Atom)
}

const parseBaseType = (raw: unknown, where: string, bigint: boolean): BaseType => {
  const base: Json = typeof raw === 'string' ? { type: raw } : objectAt(raw, where)
  const type = base['type']
  if (!isAtomicType(type)) throw new SchemaError(`${where}: ${JSON.stringify(type)} is not an atomic type`)
  const refTable = base['refTable']
  return {
    type,
    bigint: bigint && type === 'integer',
    enum: parseEnum(base['enum']),
    min: numberOr(base['minInteger'] ?? base['minReal'] ?? base['minLength'], -Infinity),
    max: numberOr(base['maxInteger'] ?? base['maxReal'] ?? base['maxLength'], Infinity),
    refTable: typeof refTable === 'string' ? refTable : null,
    refType: base['refType'] === 'weak' ? 'weak' : 'strong',
  }
}

const zeroUuid = '00000000-0000-0000-0000-000000000000'
const defaultAtoms: Readonly<Record<AtomicType, Atom>> = {
  integer: 0,
  real: 0,
  boolean: false,
  string: '',
  uuid: zeroUuid,
}

const defaultAtom = ({ type, bigint }: BaseType): Atom => (bigint ? 0n : defaultAtoms[type])

type Shape = Pick<ColumnSchema, 'key' | 'value' | 'min' | 'max'>

const kindOf = ({ value, min, max }: Shape): ColumnKind => {
  if (value !== null) return 'map'
  if (max !== 1) return 'set'
  return min === 0 ? 'optional' : 'scalar'
}

const defaultOf = (kind: ColumnKind, { key, value, min }: Shape): Value => {
  const atom = defaultAtom(key)
  switch (kind) {
    case 'scalar':
      return atom
    case 'optional':
      return null
    case 'set':
      return min === 0 ? [] : [atom]
    case 'map':
      return new Map(min === 0 || value === null ? [] : [[atom, defaultAtom(value)]])
  }
}

const parseColumn = (name: string, raw: unknown, where: string): ColumnSchema => {
  const column = objectAt(raw, where)
  const written = column['type']
  const type: Json = typeof written === 'string' ? { key: written } : objectAt(written, `${where}.type`)
  const bigint = column['bigint'] === true
  const shape: Shape = {
    key: parseBaseType(type['key'], `${where}.type.key`, bigint),
    value: type['value'] === undefined ? null : parseBaseType(type['value'], `${where}.type.value`, bigint),
    min: numberOr(type['min'], 1),
    max: type['max'] === 'unlimited' ? Infinity : numberOr(type['max'], 1),
  }
  const kind = kindOf(shape)
  return {
    name,
    kind,
    ...shape,
    mutable: column['mutable'] !== false,
    ephemeral: column['ephemeral'] === true,
    default: defaultOf(kind, shape),
  }
}

const parseTable = (name: string, raw: unknown): TableSchema => {
  const table = objectAt(raw, name)
  const columns = Object.entries(objectAt(table['columns'], `${name}.columns`))
  return {
    name,
    columns: new Map(columns.map(([column, body]) => [column, parseColumn(column, body, `${name}.${column}`)])),
    indexes: (table['indexes'] ?? []) as readonly (readonly string[])[],
    isRoot: table['isRoot'] === true,
  }
}

/**
 * Reads an `.ovsschema` document or the answer to `get_schema`.
 * @throws SchemaError naming the table and column that can't be read
 */
export const parseSchema = (raw: unknown): DatabaseSchema => {
  const schema = objectAt(raw, 'schema')
  const { name, version } = schema
  if (typeof name !== 'string') throw new SchemaError('schema.name must be a string')
  const tables = Object.entries(objectAt(schema['tables'], 'schema.tables'))
  return {
    name,
    version: typeof version === 'string' ? version : '',
    tables: new Map(tables.map(([table, body]) => [table, parseTable(table, body)])),
  }
}

/** A generated module's schema: `parseSchema`, and the row types that were generated with it. */
export const defineSchema = <T extends Tables>(raw: unknown): DatabaseSchema<T> => parseSchema(raw) as DatabaseSchema<T>

/**
 * A table of a schema.
 * @throws SchemaError when the schema has none of that name
 */
export const getTable = (schema: DatabaseSchema, name: string): TableSchema => {
  const table = schema.tables.get(name)
  if (table === undefined) throw new SchemaError(`${schema.name} ${schema.version} has no table ${name}`)
  return table
}

/** A column of a table, `_uuid` included; undefined when there is none of that name. */
export const findColumn = (table: TableSchema, name: string): ColumnSchema | undefined =>
  name === '_uuid' ? uuidColumn : table.columns.get(name)
