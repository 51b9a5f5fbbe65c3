import { parseJson, isJson } from './json.ts'
import type { Json } from './json.ts'

/** Where one row of a fragment stands in its bytes. */
export interface RowSource {
  readonly fragment: Fragment
  readonly start: number
  readonly end: number
}

/** Some members of an object (`"uuid":{…},"uuid":{…}`) that was too large for one piece, as the bytes that came. */
export class Fragment {
  readonly #bytes: Buffer
  /** where each member's value begins and ends */
  readonly #spans: readonly number[]

  constructor(bytes: Buffer, spans: readonly number[]) {
    this.#bytes = bytes
    this.#spans = spans
  }

  /** @throws ProtocolError when the bytes are no members of a JSON object */
  parse(): Json {
    return parseJson(`{${this.#bytes.toString('utf8').replace(/^\s*,/, '')}}`)
  }

  /** Where the values stand, in the order of the members; null when that is not what was parsed. */
  sources(members: number): readonly RowSource[] | null {
    if (this.#spans.length !== 2 * members) return null
    return Array.from({ length: members }, (_, at) => ({
      fragment: this,
      start: this.#spans[2 * at] ?? 0,
      end: this.#spans[2 * at + 1] ?? 0,
    }))
  }

  /** Parses one value again. */
  read({ start, end }: RowSource): unknown {
    return parseJson(this.#bytes.toString('utf8', start, end))
  }
}

/** An object of a message that was too large for one piece. */
export class Parts {
  readonly parts: readonly (Json | Fragment)[]

  constructor(parts: readonly (Json | Fragment)[]) {
    this.parts = parts
  }
}

/** The objects that hold the members of a value that may have come in parts; null when it is no object. */
export const partsOf = (value: unknown): readonly (Json | Fragment)[] | null => {
  if (value instanceof Parts) return value.parts
  return isJson(value) ? [value] : null
}

/** The value as one object; null when it is none. */
export const wholeOf = (value: unknown): Json | null => {
  const parts = partsOf(value)
  const [first] = parts ?? []
  if (parts?.length === 1 && first !== undefined && !(first instanceof Fragment)) return first
  return parts && (Object.assign({}, ...parts.map((part) => (part instanceof Fragment ? part.parse() : part))) as Json)
}

/** Names that stand for fragments; no UUID and no table or column is a small number. */
const marker = /^\d+$/

const filled = (value: Json, fragments: readonly Fragment[]): Json | Parts => {
  const rest = Object.entries(value).filter(([name]) => !marker.test(name))
  const marks = Object.keys(value).filter((name) => marker.test(name))
  const parts = marks.map((name) => fragments[Number(name)]).filter((part) => part !== undefined)
  return parts.length === 0 ? value : new Parts([...parts, Object.fromEntries(rest)])
}

/** Puts the fragments of a message in the places of their marks, three levels below the message itself (see Framing). */
export const withFragments = (message: Json, fragments: readonly Fragment[]): Json => {
  const within = (value: unknown, levels: number): unknown => {
    if (levels === 0) return isJson(value) ? filled(value, fragments) : value
    if (Array.isArray(value)) return value.map((one) => within(one, levels - 1))
    if (!isJson(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, within(one, levels - 1)]))
  }
  return within(message, 3) as Json
}
