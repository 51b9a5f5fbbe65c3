import type { InputValue } from '@quantumnet/ovsdb-jsonrpc'

// `addresses` and `port_security` say a MAC and its addresses in one element.
const words = (members: readonly unknown[]): ReadonlySet<string> =>
  new Set(members.flatMap((member) => String(member).split(' ')))

const partsOf = (value: InputValue): ReadonlySet<string> => {
  if (value === null) return new Set()
  if (value instanceof Map) return new Set([...value.keys()].map(String))
  if (Array.isArray(value)) return words(value as readonly unknown[])
  return new Set(Object.keys(value))
}

/**
 * How much a column loses when it changes from `actual` to `wanted`: addresses and other members of a set, keys of a map, the value of an
 * optional column. One value for another is no loss.
 */
export const lost = (actual: InputValue, wanted: InputValue): number => {
  if (actual === null) return 0
  if (wanted === null) return 1
  if (typeof actual !== 'object' || typeof wanted !== 'object') return 0
  const kept = partsOf(wanted)
  return [...partsOf(actual)].filter((part) => !kept.has(part)).length
}
