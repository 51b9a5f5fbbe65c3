import type { OpenApi, Schema } from '../contract/document.ts'
import { hostileTexts, hostileValues, pick, type Random } from './hostile.ts'

/** Values that a schema allows, mostly, by chance. Pure. */

/** What a field of this name may hold, from the examples and from what was made. */
export type Known = (field: string, random: Random) => unknown

const integer = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1))
const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => integer(random, 0, 15).toString(16)).join('')
const uuid = (random: Random): string =>
  `${hex(random, 8)}-${hex(random, 4)}-7${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`
const byte = (random: Random): string => String(integer(random, 0, 255))

const textOf = (random: Random, { format, maxLength = 20, minLength = 0 }: Schema, field: string): string => {
  if (format === 'uuid') return uuid(random)
  if (format === 'date-time')
    return `20${String(integer(random, 10, 99))}-0${String(integer(random, 1, 9))}-11T00:00:00Z`
  const kinds = [
    (): string => `${field.slice(0, 8).replaceAll('_', '-')}-${hex(random, 5)}`,
    (): string => `10.0.${byte(random)}.${byte(random)}`,
    (): string => `10.${byte(random)}.0.0/${String(integer(random, 8, 32))}`,
    (): string => `fd00:${hex(random, 4)}::${hex(random, 2)}`,
    (): string => `02:${Array.from({ length: 5 }, () => hex(random, 2)).join(':')}`,
    (): string => 'x'.repeat(integer(random, minLength, Math.min(maxLength, 300))),
    (): string => pick(random, hostileTexts),
  ]
  return pick(random, kinds)()
}

const numberOf = (random: Random, { minimum = -5, maximum = 100_000 }: Schema): number =>
  pick(random, [minimum, maximum, integer(random, Math.ceil(minimum), Math.floor(maximum))])

/** Beyond this an object has only what it must. */
const DEEPEST = 6

/** One value; fields that may be left out sometimes are. */
export const valueOf = (api: OpenApi, known: Known, random: Random): ((schema: Schema) => unknown) => {
  const make = (unresolved: Schema, field: string, depth: number): unknown => {
    if (unresolved.anyOf?.some(({ type }) => type === 'null') === true && random() < 0.2) return null
    const schema = api.plain(unresolved)
    const from = known(field, random)
    if (from !== undefined && random() < 0.6) return from
    if (schema.const !== undefined) return schema.const
    if (schema.enum !== undefined) return pick(random, schema.enum)
    const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
    return branches.length > 0 ? make(pick(random, branches), field, depth) : ofType(schema, field, depth)
  }
  const objectOf = (schema: Schema, depth: number): unknown =>
    Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([name]) => schema.required?.includes(name) === true || (depth < DEEPEST && random() < 0.4))
        .map(([name, field]) => [name, make(field, name, depth + 1)]),
    )
  const listOf = ({ items = {}, minItems = 0 }: Schema, field: string, depth: number): unknown =>
    Array.from({ length: integer(random, minItems, 3) }, () => make(items, field, depth + 1))
  const ofType = (schema: Schema, field: string, depth: number): unknown => {
    const { type, additionalProperties } = schema
    const wanted = typeof type === 'string' ? type : type?.[0]
    if (wanted === 'string') return textOf(random, schema, field)
    if (wanted === 'integer' || wanted === 'number') return numberOf(random, schema)
    if (wanted === 'boolean') return random() < 0.5
    if (wanted === 'array') return listOf(schema, field, depth)
    if (wanted !== 'object') return pick(random, hostileValues)
    return typeof additionalProperties === 'object'
      ? { [hex(random, 4)]: make(additionalProperties, field, depth + 1) }
      : objectOf(schema, depth)
  }
  return (schema) => make(schema, '', 0)
}

/** The document with one of its values replaced, removed or added. */
export const bent = (random: Random, document: unknown): unknown => {
  if (typeof document !== 'object' || document === null || random() < 0.1) return pick(random, hostileValues)
  if (Array.isArray(document)) {
    const items: unknown[] = document.map((item: unknown) => (random() < 0.5 ? bent(random, item) : item))
    return random() < 0.2 ? [...items, ...items] : items
  }
  const entries: [string, unknown][] = Object.entries(document)
  const at = Math.floor(random() * (entries.length + 1))
  const chosen = entries[at]
  if (chosen === undefined) return { ...document, [pick(random, hostileTexts)]: pick(random, hostileValues) }
  const [name, value] = chosen
  if (random() < 0.2) return Object.fromEntries(entries.filter((_, index) => index !== at))
  return { ...document, [name]: bent(random, value) }
}
