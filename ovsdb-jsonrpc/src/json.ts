import { ProtocolError } from './errors.ts'

export type Json = Readonly<Record<string, unknown>>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where a number of 16 digits may stand: only such ones can be beyond 2^53. Some strings look like it, too. */
const longNumber = /[[,:]\s*-?\d{16}/

/** What JSON.parse tells a reviver of where a value came from. */
interface Origin {
  readonly source?: string
}

const exact = (_name: string, value: unknown, { source = '' }: Origin = {}): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value

/**
 * Parses a message. Integers that a number can't hold come as bigint, if `mayBeLong`: whether there may be one.
 * @throws ProtocolError
 */
export const parseJson = (text: string, mayBeLong = longNumber.test(text)): Json => {
  try {
    // A reviver makes parsing many times slower.
    return (mayBeLong ? JSON.parse(text, exact) : JSON.parse(text)) as Json
  } catch (error) {
    throw new ProtocolError(`a message is no JSON: ${(error as Error).message}`, { cause: error })
  }
}

/** JSON.rawJSON of V8, which TypeScript's library doesn't know yet. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown }

/** An atom for the wire: a bigint by all its digits. */
export const numberOf = (value: unknown): unknown => (typeof value === 'bigint' ? rawJSON(String(value)) : value)

/** JSON of a value that may hold bigints. */
export const toJson = (value: unknown): string => {
  const text: unknown = JSON.stringify(value, (_name, one: unknown) => numberOf(one))
  return typeof text === 'string' ? text : String(value)
}
