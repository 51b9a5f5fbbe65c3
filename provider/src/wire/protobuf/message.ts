import { fieldChunks, MalformedMessage, rawFields, type Payload } from './wire.ts'

/**
 * Messages as tables: `message({ name: one(1, text), tags: many(2, text) })` encodes, decodes, and gives the types of both.
 * A field that is left out of an encode has its zero value; a decoded message has every field. Unknown fields are skipped, which is
 * what lets a newer Terraform talk to this provider.
 */

/** One kind of value: how it stands in a field. `In` is what encode accepts, `Out` what decode gives. */
export interface Kind<Out, In = Out> {
  encode(value: In): bigint | readonly Uint8Array[]
  decode(payload: Payload): Out
  readonly zero: Out | undefined
}

export interface Field<Out, In> {
  readonly number: number
  encode(value: In): Uint8Array[]
  /** Takes up one more occurrence. */
  merge(sofar: Out | undefined, payload: Payload): Out
  readonly absent: Out
}

type Fields = Readonly<Record<string, Field<unknown, never>>>
type OutOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer Out, never> ? Out : never }
type InOf<F extends Fields> = {
  readonly [K in keyof F]?: (F[K] extends Field<unknown, infer In> ? In : never) | undefined
}

export interface Message<Out, In> extends Kind<Out, In> {
  toBytes(value: In): Buffer
  fromBytes(bytes: Uint8Array): Out
}

/** What decoding a message gives. */
export type Decoded<M> = M extends Message<infer Out, never> ? Out : never
/** What encoding a message takes. */
export type Encodable<M> = M extends Message<unknown, infer In> ? In : never

const bytesOf = (payload: Payload): Uint8Array => {
  if (typeof payload === 'bigint') throw new MalformedMessage('a number stands where bytes belong')
  return payload
}
const numberOf = (payload: Payload): bigint => {
  if (typeof payload !== 'bigint') throw new MalformedMessage('bytes stand where a number belongs')
  return payload
}

export const text: Kind<string> = {
  encode: (value) => [Buffer.from(value, 'utf8')],
  decode: (payload) => Buffer.from(bytesOf(payload)).toString('utf8'),
  zero: '',
}
export const bytes: Kind<Uint8Array> = { encode: (value) => [value], decode: bytesOf, zero: new Uint8Array() }
export const flag: Kind<boolean> = {
  encode: (value) => (value ? 1n : 0n),
  decode: (payload) => numberOf(payload) !== 0n,
  zero: false,
}
/** int64 and enums. The protocol's own numbers (versions, counts, list indexes) all fit a JavaScript number. */
export const integer: Kind<number> = {
  encode: (value) => BigInt(value),
  decode: (payload) => Number(numberOf(payload)),
  zero: 0,
}

const isZero = (value: unknown): boolean =>
  value === '' || value === false || value === 0 || (value instanceof Uint8Array && value.length === 0)

/** A field whose zero value is not sent (proto3's implicit presence). */
export const one = <Out, In>(
  number: number,
  kind: Kind<Out, In> & { readonly zero: Out | undefined },
): Field<Out, In> => ({
  number,
  encode: (value) => (isZero(value) ? [] : fieldChunks(number, kind.encode(value))),
  merge: (_sofar, payload) => kind.decode(payload),
  absent: kind.zero as Out,
})

/** A field that is either there or undefined: messages, `optional`, and members of a oneof, which are sent even when zero. */
export const maybe = <Out, In>(number: number, kind: Kind<Out, In>): Field<Out | undefined, In> => ({
  number,
  encode: (value) => fieldChunks(number, kind.encode(value)),
  merge: (_sofar, payload) => kind.decode(payload),
  absent: undefined,
})

/** A repeated field. */
export const many = <Out, In>(number: number, kind: Kind<Out, In>): Field<readonly Out[], readonly In[]> => ({
  number,
  encode: (values) => values.flatMap((value) => fieldChunks(number, kind.encode(value))),
  merge: (sofar, payload) => append(sofar, kind.decode(payload)),
  absent: [],
})

/** Grows the array that this decode made itself, so that a long repeated field costs no quadratic copying. */
const append = <T>(sofar: readonly T[] | undefined, item: T): readonly T[] => {
  if (sofar === undefined) return [item]
  ;(sofar as T[]).push(item)
  return sofar
}

/** `map<string, T>`: repeated entries of key (1) and value (2). */
export const dictionary = <Out, In>(
  number: number,
  kind: Kind<Out, In>,
): Field<Readonly<Record<string, Out>>, Readonly<Record<string, In>>> => {
  const entry = message({ key: one(1, text), value: maybe(2, kind) })
  return {
    number,
    encode: (record) =>
      Object.entries(record).flatMap(([key, value]) => fieldChunks(number, entry.encode({ key, value }))),
    merge: (sofar, payload) => {
      const { key, value } = entry.decode(payload)
      return Object.assign(sofar ?? {}, { [key]: value ?? (kind.zero as Out) })
    },
    absent: {},
  }
}

/** A message type from the table of its fields. */
export const message = <F extends Fields>(fields: F): Message<OutOf<F>, InOf<F>> => {
  const table = Object.entries(fields)
  const byNumber = new Map(table.map(([name, field]) => [field.number, { name, field }]))
  const absent = Object.fromEntries(table.map(([name, field]) => [name, field.absent]))

  const encode = (value: InOf<F>): Uint8Array[] =>
    table.flatMap(([name, field]) => {
      const given: unknown = value[name]
      return given === undefined ? [] : field.encode(given as never)
    })
  const fromBytes = (buffer: Uint8Array): OutOf<F> => {
    const found: Record<string, unknown> = {}
    for (const { number, payload } of rawFields(buffer)) {
      const known = byNumber.get(number)
      if (known !== undefined) found[known.name] = known.field.merge(found[known.name], payload)
    }
    const complete: Record<string, unknown> = { ...absent, ...found }
    return complete as OutOf<F>
  }
  return {
    encode,
    decode: (payload) => fromBytes(bytesOf(payload)),
    zero: undefined,
    toBytes: (value) => Buffer.concat(encode(value)),
    fromBytes,
  }
}
