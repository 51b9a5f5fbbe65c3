import { parseJson, isJson } from './json.ts'
import type { Json } from './json.ts'

/** Where a row can be read again: the fragment that it came in, and its place among the members. */
export interface RowSource {
  readonly fragment: Fragment
  readonly at: number
}

/** Some members of an object (`"uuid":{…},"uuid":{…}`) that was too large for one piece, as the bytes that came, in braces. */
export class Fragment {
  readonly #bytes: Buffer
  /** where each member's value begins and ends, counted without the opening brace */
  readonly #spans: readonly number[]
  readonly #mayBeLong: boolean

  constructor(bytes: Buffer, spans: readonly number[], mayBeLong: boolean) {
    this.#bytes = bytes
    this.#spans = spans
    this.#mayBeLong = mayBeLong
  }

  /** @throws ProtocolError when the bytes are no JSON object */
  parse(): Json {
    return parseJson(this.#bytes.toString('utf8'), this.#mayBeLong)
  }

  /** How many values can be read again. */
  get size(): number {
    return this.#spans.length / 2
  }

  /** Parses one value again. */
  read(at: number): unknown {
    const [start = 0, end = 0] = this.#spans.slice(2 * at, 2 * at + 2)
    return parseJson(this.#bytes.toString('utf8', start + 1, end + 1), this.#mayBeLong)
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
  if (!(value instanceof Parts)) return isJson(value) ? value : null
  return Object.assign({}, ...value.parts.map((part) => (part instanceof Fragment ? part.parse() : part))) as Json
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
