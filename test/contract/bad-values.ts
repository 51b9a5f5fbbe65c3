import { typesOf, type OpenApi, type Schema } from './document.ts'

/** For every field of a schema: values that it must refuse. Pure. */

export type Path = readonly (string | number)[]
export interface BadValue {
  /** what is wrong, in words */
  readonly what: string
  /** where the refusal has to point */
  readonly path: Path
  /** the whole document with the bad value in it */
  readonly document: unknown
}

const missing = Symbol('missing')

/** A copy of the document with this value at the path; what is not there on the way is made. */
export const withValue = (document: unknown, path: Path, value: unknown): unknown => {
  const [step, ...rest] = path
  if (step === undefined) return value
  const copy: unknown[] | Record<string, unknown> =
    typeof step === 'number'
      ? [...(Array.isArray(document) ? (document as unknown[]) : [])]
      : { ...(typeof document === 'object' && !Array.isArray(document) ? (document as Record<string, unknown>) : {}) }
  const inner = withValue(Reflect.get(copy, step), rest, value)
  if (inner === missing) Reflect.deleteProperty(copy, step)
  else Reflect.set(copy, step, inner)
  return copy
}

/** One value of each type, to be tried where another type is wanted. */
const OF_TYPE: Readonly<Record<string, unknown>> = {
  string: 'text',
  integer: 7,
  boolean: true,
  object: { some: 'thing' },
  array: [1],
  null: null,
}

const wrongTypes = (schema: Schema): [what: string, value: unknown][] => {
  const wanted = typesOf(schema)
  return Object.entries(OF_TYPE)
    .filter(([type]) => !wanted.includes(type) && !(type === 'integer' && wanted.includes('number')))
    .map(([type, value]) => [`of type ${type}`, value])
}

const badTexts = ({ minLength = 0, maxLength, format, enum: options }: Schema): [string, unknown][] => [
  ...(minLength > 0 ? [['too short', 'x'.repeat(minLength - 1)] satisfies [string, unknown]] : []),
  ...(maxLength === undefined ? [] : [['too long', 'x'.repeat(maxLength + 1)] satisfies [string, unknown]]),
  ...(format === undefined ? [] : [[`no ${format}`, 'neither-nor'] satisfies [string, unknown]]),
  ...(options === undefined ? [] : [['none of the list', 'no-such-value'] satisfies [string, unknown]]),
  // What is left of it depends on the field: texts that many a field cannot be.
  ['empty', ''],
  ['with blanks and signs', ' ?! \u{1f995}'],
  ['with a NUL', 'a\0b'],
  ['half of a surrogate pair', 'a\ud800'],
  ['very long', 'x'.repeat(5000)],
]

const badNumbers = (schema: Schema): [string, unknown][] => [
  ...(schema.minimum === undefined ? [] : [['too small', schema.minimum - 1] satisfies [string, unknown]]),
  ...(schema.maximum === undefined ? [] : [['too large', schema.maximum + 1] satisfies [string, unknown]]),
  ...(typesOf(schema).includes('integer') ? [['a fraction', 1.5] satisfies [string, unknown]] : []),
  ['beyond all integers', 1e300],
]

const badItems = (schema: Schema, example: unknown): [string, unknown][] => {
  const item: unknown = Array.isArray(example) ? example[0] : undefined
  return [
    ...(schema.minItems === undefined || schema.minItems === 0 ? [] : [['too few', []] satisfies [string, unknown]]),
    ...(schema.maxItems === undefined
      ? []
      : [['too many', Array(schema.maxItems + 1).fill(item ?? 'x')] satisfies [string, unknown]]),
  ]
}

const badHere = (schema: Schema, example: unknown): [string, unknown][] => {
  const types = typesOf(schema)
  return [
    ...wrongTypes(schema),
    ...(types.includes('string') ? badTexts(schema) : []),
    ...(types.includes('integer') || types.includes('number') ? badNumbers(schema) : []),
    ...(types.includes('array') ? badItems(schema, example) : []),
  ]
}

const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    document,
  )

/** Every bad value of a schema, put into a document that is valid. */
export const badValues = (api: OpenApi, schema: Schema, example: unknown): BadValue[] => {
  const walk = (unresolved: Schema, path: Path): BadValue[] => {
    const here = api.plain(unresolved)
    const put = (what: string, at: Path, value: unknown): BadValue => ({
      what,
      path: at,
      document: withValue(example, at, value),
    })
    const branches = [...(here.anyOf ?? []), ...(here.oneOf ?? [])]
    return [
      ...badHere(
        branches.length === 0 ? here : { type: branches.flatMap((one) => typesOf(api.plain(one))) },
        valueAt(example, path),
      ).map(([what, value]) => put(what, path, value)),
      ...(here.required ?? []).map((name) => put('left out', [...path, name], missing)),
      ...(here.additionalProperties === false ? [put('unknown', [...path, 'no_such_field'], 1)] : []),
      ...(typeof here.additionalProperties === 'object'
        ? [put('a bad key', [...path, ' \0'], 'x'), ...walk(here.additionalProperties, [...path, 'key'])]
        : []),
      ...Object.entries(here.properties ?? {}).flatMap(([name, field]) => walk(field, [...path, name])),
      ...(here.items === undefined ? [] : walk(here.items, [...path, 0])),
      ...(here.allOf ?? []).flatMap((part) => walk(part, path)),
      ...branches.filter((one) => typesOf(api.plain(one)).includes('object')).flatMap((one) => walk(one, path)),
    ]
  }
  return walk(schema, [])
}
