import type { Attribute, Attributes } from './shape.ts'
import { Decimal } from './decimal.ts'
import type { Finding, Path } from './diagnostics.ts'
import type { Kind } from './shape.ts'
import { isRecord, isWhollyKnown, UNKNOWN, type ObjectValue, type Value } from './value.ts'

const ofLeaf = (kind: Kind, value: Value): readonly string[] => {
  if (typeof value === 'string' && kind.semantics !== undefined && kind.semantics.canonical(value) === undefined)
    return [`must be ${kind.semantics.expected}`]
  if (value instanceof Decimal && kind.whole === true) return ['must be a whole number']
  return []
}

const ofElement = (kind: Kind, value: Value, path: Path): readonly Finding[] => {
  if (value === null) return [{ path, message: 'must not be null' }]
  if (kind.nested !== undefined && isRecord(value)) return findings(kind.nested.attributes, value, path)
  return kind.element === undefined ? [] : valueFindings(kind.element, value, path)
}

/** What is wrong with a value, by its kind alone. */
export const valueFindings = (kind: Kind, value: Value, path: Path): readonly Finding[] => {
  if (value === null || value === UNKNOWN) return []
  if (Array.isArray(value))
    return (value as readonly Value[]).flatMap((element, index) => ofElement(kind, element, [...path, index]))
  if (!isRecord(value)) return ofLeaf(kind, value).map((message) => ({ path, message }))
  if (kind.nested?.mode === 'single') return findings(kind.nested.attributes, value, path)
  return Object.entries(value).flatMap(([key, element]) => ofElement(kind, element, [...path, key]))
}

const ofAttribute = (attribute: Attribute, value: Value, path: Path): readonly Finding[] => {
  const own = valueFindings(attribute.kind, value, path)
  if (own.length > 0 || attribute.check === undefined || value === null || !isWhollyKnown(value)) return own
  return attribute.check(value).map((finding) => ({ ...finding, path: [...path, ...finding.path] }))
}

/** What is wrong with a configuration, attribute by attribute. What is unknown is not looked at. */
export const findings = (attributes: Attributes, config: ObjectValue, path: Path = []): readonly Finding[] =>
  Object.entries(attributes).flatMap(([name, attribute]) =>
    ofAttribute(attribute, config[name] ?? null, [...path, name]),
  )
