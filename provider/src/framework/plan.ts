import type { Attribute, Attributes } from './shape.ts'
import { equivalent } from './equality.ts'
import type { Kind } from './shape.ts'
import type { Planning, Replacement } from './modifiers.ts'
import { isRecord, UNKNOWN, type ObjectValue, type Value } from './value.ts'

/**
 * From configuration and prior state to a plan, in three steps that the caller joins:
 * `merge` takes what the configuration says, else defaults, else the state; `markUnknown` makes what the provider computes "known after
 * apply" where anything changes at all; `replacedBy` names the attributes whose change needs a new resource.
 */

const elementOf = (prior: Value | undefined, key: string | number): ObjectValue | undefined => {
  const held: Value | undefined = Array.isArray(prior)
    ? (prior as readonly Value[])[Number(key)]
    : isRecord(prior)
      ? prior[key]
      : undefined
  return isRecord(held) ? held : undefined
}

/** Applies `change` to each object of an attribute with nested attributes, with its counterparts in config and prior. */
const mapNested = (
  kind: Kind,
  value: Value,
  change: (attributes: Attributes, object: ObjectValue, key: string | number | undefined) => ObjectValue,
): Value => {
  const { nested } = kind
  if (nested === undefined) return value
  const each = (object: Value, key: string | number | undefined): Value =>
    isRecord(object) ? change(nested.attributes, object, key) : object
  if (Array.isArray(value)) return (value as readonly Value[]).map((object, index) => each(object, index))
  if (!isRecord(value)) return value
  if (nested.mode === 'single') return each(value, undefined)
  return Object.fromEntries(Object.entries(value).map(([key, object]) => [key, each(object, key)]))
}

const counterpart = (of: Value | undefined, key: string | number | undefined): ObjectValue | undefined =>
  key === undefined ? (isRecord(of) ? of : undefined) : elementOf(of, key)

/** What takes the place of a value that is not configured. */
const leftOut = ({ kind, presence, default: fallback = null }: Attribute, prior: Value | undefined): Value => {
  if (presence === 'defaulted') return prior !== undefined && equivalent(kind, fallback, prior) ? prior : fallback
  if (presence === 'optional' || presence === 'required') return null
  return prior === undefined ? UNKNOWN : prior
}

const mergeAttribute = (attribute: Attribute, config: Value, prior: Value | undefined): Value => {
  const { kind, presence } = attribute
  if (presence === 'write-only') return null
  if (config === UNKNOWN) return UNKNOWN
  if (config === null) return leftOut(attribute, prior)
  if (prior !== undefined && equivalent(kind, config, prior)) return prior
  return mapNested(kind, config, (attributes, object, key) => merge(attributes, object, counterpart(prior, key)))
}

/** What the configuration asks for; `prior` is undefined for a resource, or an object in it, that is new. */
export const merge = (attributes: Attributes, config: ObjectValue, prior: ObjectValue | undefined): ObjectValue =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      mergeAttribute(attribute, config[name] ?? null, prior === undefined ? undefined : (prior[name] ?? null)),
    ]),
  )

const isComputed = ({ presence }: Attribute): boolean => presence === 'computed' || presence === 'optional-computed'

const differs = ({ kind }: Attribute, planned: ObjectValue, prior: ObjectValue | undefined, name: string): boolean =>
  prior === undefined || !equivalent(kind, planned[name] ?? null, prior[name] ?? null)

/** Whether anything would change. */
export const changes = (attributes: Attributes, planned: ObjectValue, prior: ObjectValue | undefined): boolean =>
  Object.entries(attributes).some(([name, attribute]) => differs(attribute, planned, prior, name))

const computedValue = ({ kind, plan = [] }: Attribute, planning: Planning): Value => {
  const values = plan.map((modifier) => modifier.compute?.(planning))
  const value = values.find((candidate) => candidate !== undefined)
  if (value === undefined) return UNKNOWN
  // null in a state written before the attribute existed is no value that could be promised.
  return value === null && kind.nullable !== true ? UNKNOWN : value
}

/** What the provider computes becomes unknown, unless a modifier knows better. Only for plans that change something. */
export const markUnknown = (
  attributes: Attributes,
  config: ObjectValue,
  merged: ObjectValue,
  prior: ObjectValue | undefined,
): ObjectValue => {
  const planned: Record<string, Value> = { ...merged }
  const siblingChanges = (sibling: string): boolean => {
    const attribute = attributes[sibling]
    if (attribute === undefined) throw new Error(`a plan modifier names "${sibling}", which is no attribute beside it`)
    return differs(attribute, planned, prior, sibling)
  }
  for (const [name, attribute] of Object.entries(attributes)) {
    const configured = config[name] ?? null
    const before = prior === undefined ? undefined : (prior[name] ?? null)
    if (configured === null && isComputed(attribute)) {
      planned[name] = computedValue(attribute, { prior: before, changes: siblingChanges })
    } else if (configured !== null) {
      planned[name] = mapNested(attribute.kind, planned[name] ?? null, (inner, object, key) =>
        markUnknown(inner, counterpart(configured, key) ?? {}, object, counterpart(before, key)),
      )
    }
  }
  return planned
}

/** Names of the attributes whose planned change needs a new resource. */
export const replacedBy = (
  attributes: Attributes,
  { config, planned, prior }: Readonly<Record<'config' | 'planned' | 'prior', ObjectValue>>,
): readonly string[] =>
  Object.entries(attributes)
    .filter(([name, attribute]) => {
      if (!differs(attribute, planned, prior, name)) return false
      const change: Replacement = {
        config: config[name] ?? null,
        prior: prior[name] ?? null,
        planned: planned[name] ?? null,
      }
      return (attribute.plan ?? []).some((modifier) => modifier.replaces?.(change) === true)
    })
    .map(([name]) => name)
