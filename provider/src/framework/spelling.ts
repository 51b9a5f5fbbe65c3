import type { Attribute, Attributes } from './shape.ts'
import { equivalent } from './equality.ts'
import type { Kind } from './shape.ts'
import { isRecord, UNKNOWN, type ObjectValue, type Value } from './value.ts'

/**
 * An API answers in its own spelling, and with empty collections where nothing was given. Terraform compares exactly, so a state keeps
 * the spelling of its plan (after apply) or of the state before (after read) wherever the meaning is the same.
 */

/** A collection without elements, or an object without any value: what "nothing given" comes back as. */
const isEmpty = (value: Value): boolean => {
  if (Array.isArray(value)) return value.length === 0
  return isRecord(value) && Object.values(value).every((inner) => inner === null)
}

const keepAttribute = ({ kind, presence }: Attribute, reference: Value, value: Value): Value => {
  // Only what the configuration alone decides: a computed or defaulted collection is never null in a state.
  const bothNothing = (reference === null && isEmpty(value)) || (value === null && isEmpty(reference))
  if (presence === 'optional' && bothNothing) return reference
  return keepInner(kind, reference, value)
}

const keepInner = (kind: Kind, reference: Value, value: Value): Value => {
  if (reference === null || value === null) return value
  if (equivalent(kind, reference, value)) return reference
  if (Array.isArray(value) && Array.isArray(reference)) {
    const before = reference as readonly Value[]
    return (value as readonly Value[]).map((element, index) => keepElement(kind, before[index] ?? null, element))
  }
  if (!isRecord(value) || !isRecord(reference)) return value
  if (kind.nested?.mode === 'single') return keepSpelling(kind.nested.attributes, reference, value)
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [key, keepElement(kind, reference[key] ?? null, element)]),
  )
}

const keepElement = (kind: Kind, reference: Value, value: Value): Value => {
  if (kind.nested !== undefined && isRecord(reference) && isRecord(value))
    return keepSpelling(kind.nested.attributes, reference, value)
  return kind.element === undefined ? value : keepInner(kind.element, reference, value)
}

/** Whether an object is what it was, as far as the backend answers it. What was not known before may be anything. */
const isSame = (attributes: Attributes, reference: ObjectValue, value: ObjectValue): boolean =>
  Object.entries(attributes).every(([name, { kind, unanswered }]) => {
    const before = reference[name] ?? null
    return unanswered === true || before === UNKNOWN || equivalent(kind, before, value[name] ?? null)
  })

/** `value` in the spelling of `reference` where both mean the same. */
export const keepSpelling = (
  attributes: Attributes,
  reference: ObjectValue | null,
  value: ObjectValue,
): ObjectValue => {
  const keep = (name: string, attribute: Attribute): Value => {
    if (attribute.presence === 'write-only') return null
    const before = reference?.[name] ?? null
    if (attribute.unanswered === true)
      return reference !== null && isSame(attributes, reference, value) ? before : (value[name] ?? null)
    return keepAttribute(attribute, before, value[name] ?? null)
  }
  return Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, keep(name, attribute)]))
}
