import { isJson } from './rows.ts'
import type { Json } from './rows.ts'

/** An object of a message that was too large for one piece: its members, a part at a time. */
export class Parts {
  readonly parts: readonly Json[]

  constructor(parts: readonly Json[]) {
    this.parts = parts
  }
}

/** The objects that hold the members of a value that may have come in parts; null when it is no object. */
export const partsOf = (value: unknown): readonly Json[] | null => {
  if (value instanceof Parts) return value.parts
  return isJson(value) ? [value] : null
}

/** Names that stand for fragments; no UUID and no table or column is a small number. */
const marker = /^\d+$/

const filled = (value: Json, fragments: readonly Json[]): Json | Parts => {
  const rest = Object.entries(value).filter(([name]) => !marker.test(name))
  const marks = Object.keys(value).filter((name) => marker.test(name))
  const parts = marks.map((name) => fragments[Number(name)]).filter((part) => part !== undefined)
  return parts.length === 0 ? value : new Parts([...parts, Object.fromEntries(rest)])
}

/** Puts the fragments of a message in the places of their marks, three levels below the message itself (see Framing). */
export const withFragments = (message: Json, fragments: readonly Json[]): Json => {
  const within = (value: unknown, levels: number): unknown => {
    if (levels === 0) return isJson(value) ? filled(value, fragments) : value
    if (Array.isArray(value)) return value.map((one) => within(one, levels - 1))
    if (!isJson(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, within(one, levels - 1)]))
  }
  return within(message, 3) as Json
}
