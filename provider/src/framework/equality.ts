import type { Attributes } from './shape.ts'
import type { Kind } from './shape.ts'
import { Decimal } from './decimal.ts'
import { isRecord, UNKNOWN, type ObjectValue, type Value } from './value.ts'

/** Whether to compare by meaning (two spellings of one MAC address are equal) or exactly, as Terraform does. */
export type Comparison = 'meaning' | 'exact'

const spelling = (kind: Kind, text: string, comparison: Comparison): string => {
  if (comparison === 'exact') return text
  const normal = text.normalize('NFC')
  return kind.semantics?.canonical(normal) ?? normal
}

const ofRecord = (value: ObjectValue, print: (name: string, inner: Value) => string): string =>
  `{${Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${print(name, value[name] ?? null)}`)
    .join(',')}}`

const isSet = (kind: Kind): boolean => typeof kind.type === 'object' && 'set' in kind.type

const ofElements = (kind: Kind, values: readonly Value[], comparison: Comparison): string => {
  const printed = values.map((value) => ofElement(kind, value, comparison))
  return `[${(isSet(kind) ? [...new Set(printed)].sort() : printed).join(',')}]`
}

const ofElement = (kind: Kind, value: Value, comparison: Comparison): string => {
  if (kind.nested !== undefined && isRecord(value)) return objectFingerprint(kind.nested.attributes, value, comparison)
  return kind.element === undefined
    ? fingerprint(kind, value, comparison)
    : fingerprint(kind.element, value, comparison)
}

/** Equal values, and only those, have equal fingerprints: one string per value makes sets and deep comparison linear. */
export const fingerprint = (kind: Kind, value: Value, comparison: Comparison): string => {
  if (value === null) return 'null'
  if (value === UNKNOWN) return 'unknown'
  if (value instanceof Decimal) return value.text
  if (typeof value === 'string') return JSON.stringify(spelling(kind, value, comparison))
  if (Array.isArray(value)) return ofElements(kind, value as readonly Value[], comparison)
  if (!isRecord(value)) return JSON.stringify(value)
  if (kind.nested?.mode === 'single') return objectFingerprint(kind.nested.attributes, value, comparison)
  return ofRecord(value, (_key, inner) => ofElement(kind, inner, comparison))
}

/** Fingerprint of an object by the table of its attributes; one that the object lacks counts as null. */
export const objectFingerprint = (attributes: Attributes, value: ObjectValue, comparison: Comparison): string =>
  `{${Object.entries(attributes)
    .map(([name, { kind }]) => `${name}:${fingerprint(kind, value[name] ?? null, comparison)}`)
    .join(',')}}`

export const equivalent = (kind: Kind, a: Value, b: Value): boolean =>
  fingerprint(kind, a, 'meaning') === fingerprint(kind, b, 'meaning')

export const identical = (kind: Kind, a: Value, b: Value): boolean =>
  fingerprint(kind, a, 'exact') === fingerprint(kind, b, 'exact')
