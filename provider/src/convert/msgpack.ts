import { DecodeError, Decoder, Encoder, ExtData } from '@msgpack/msgpack'
import { Decimal, failure, isRecord, Refusal, UNKNOWN, type Path, type Type, type Value } from '../framework/index.ts'

/**
 * Values as Terraform sends them: MessagePack by the type of the schema. Unknown is an extension of any code (refinements that newer
 * codes carry are dropped, which Terraform accepts); numbers that JavaScript cannot hold travel as decimal strings.
 */

/** A value that does not have the type of its attribute. Between Terraform and us a fault; from a resource's code, its fault. */
export class TypeMismatch extends Error {
  override readonly name = 'TypeMismatch'
}

const extensionCodec = {
  tryToEncode: (value: unknown): ExtData | null => (value === UNKNOWN ? new ExtData(0, new Uint8Array([0])) : null),
  decode: (): symbol => UNKNOWN,
}

const decoder = new Decoder({ extensionCodec, useBigInt64: true })
const encoder = new Encoder({ extensionCodec })

const describe = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`

const mismatch = (expected: string, value: unknown): TypeMismatch =>
  new TypeMismatch(`expected ${expected}, got ${describe(value)}`)

const numberFrom = (raw: unknown): Value => {
  if (typeof raw === 'number' && Number.isSafeInteger(raw)) return raw
  const number =
    typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'bigint'
      ? Decimal.parse(String(raw))
      : undefined
  if (number === undefined) throw mismatch('a number', raw)
  return number
}

const recordOf = (raw: unknown): Readonly<Record<string, unknown>> => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw mismatch('an object', raw)
  return raw as Readonly<Record<string, unknown>>
}

const listFrom = (raw: unknown, element: Type): Value => {
  if (!Array.isArray(raw)) throw mismatch('a list', raw)
  return raw.map((inner: unknown) => valueFrom(inner, element))
}

const inStep = <T>(step: string, convert: () => T): T => {
  try {
    return convert()
  } catch (error) {
    throw error instanceof TypeMismatch ? new TypeMismatch(`${step}: ${error.message}`) : error
  }
}

/**
 * A value of this type from what MessagePack or JSON gave. An attribute that an object lacks is null; one too many is dropped.
 * @throws TypeMismatch
 */
export const valueFrom = (raw: unknown, type: Type): Value => {
  if (raw === null || raw === undefined) return null
  if (raw === UNKNOWN) return UNKNOWN
  if (type === 'number') return numberFrom(raw)
  if (typeof type === 'string') {
    if (typeof raw !== (type === 'bool' ? 'boolean' : 'string')) throw mismatch(`a ${type}`, raw)
    return raw as string | boolean
  }
  if ('list' in type) return listFrom(raw, type.list)
  if ('set' in type) return listFrom(raw, type.set)
  const record = recordOf(raw)
  const entries =
    'map' in type
      ? Object.entries(record).map(([key, inner]) => [key, inner, type.map] as const)
      : Object.entries(type.object).map(([name, inner]) => [name, record[name], inner] as const)
  return Object.fromEntries(entries.map(([name, inner, of]) => [name, inStep(name, () => valueFrom(inner, of))]))
}

const rawLeaf = (value: Value, type: 'string' | 'number' | 'bool'): unknown => {
  if (type === 'number' && value instanceof Decimal) return value.text
  if (typeof value !== (type === 'bool' ? 'boolean' : type)) throw mismatch(`a ${type}`, value)
  return value
}

/** What MessagePack is to write; the reverse of valueFrom. Every attribute of an object is there, null or not. */
const rawFrom = (value: Value | undefined, type: Type): unknown => {
  if (value === null || value === undefined) return null
  if (value === UNKNOWN) return UNKNOWN
  if (typeof type === 'string') return rawLeaf(value, type)
  if ('list' in type || 'set' in type) {
    const element = 'list' in type ? type.list : type.set
    if (!Array.isArray(value)) throw mismatch('a list', value)
    return (value as readonly Value[]).map((inner) => rawFrom(inner, element))
  }
  if (!isRecord(value)) throw mismatch('an object', value)
  const types = 'object' in type ? type.object : Object.fromEntries(Object.keys(value).map((key) => [key, type.map]))
  return Object.fromEntries(
    Object.entries(types).map(([name, inner]) => [name, inStep(name, () => rawFrom(value[name], inner))]),
  )
}

const FORBIDDEN_KEY = '__proto__'
/** As long as the forbidden one, and nothing that anybody writes. */
const MARKED_KEY = '\u0001proto__\u0001'

const pathOfKey = (value: unknown, key: string): Path | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(name) : name
    const rest = name === key ? [] : pathOfKey(inner, key)
    if (rest !== undefined) return [step, ...rest]
  }
  return undefined
}

/**
 * Where the key is that the decoder refuses, found by decoding with another in its place; undefined when it was not that.
 * JavaScript sets an object's prototype by this name, so a map of the user's cannot have it.
 */
const pathOfForbiddenKey = (msgpack: Uint8Array): Path | undefined => {
  const marked = Buffer.from(msgpack).toString('latin1').replaceAll(FORBIDDEN_KEY, MARKED_KEY)
  const path = pathOfKey(decoder.decode(Buffer.from(marked, 'latin1')), MARKED_KEY)
  return path?.map((step) => (step === MARKED_KEY ? FORBIDDEN_KEY : step))
}

const decode = (msgpack: Uint8Array): unknown => {
  try {
    return decoder.decode(msgpack)
  } catch (error) {
    const path = error instanceof DecodeError ? pathOfForbiddenKey(msgpack) : undefined
    if (path === undefined) throw error
    throw new Refusal([failure('Invalid value', `the key "${FORBIDDEN_KEY}" cannot be used; choose another`, path)])
  }
}

/** @throws TypeMismatch when the bytes hold another type, Refusal when a map has a key that cannot be used */
export const decodeValue = (msgpack: Uint8Array, type: Type): Value => valueFrom(decode(msgpack), type)

/** @throws TypeMismatch when the value has another type */
export const encodeValue = (value: Value, type: Type): Uint8Array => encoder.encode(rawFrom(value, type))
