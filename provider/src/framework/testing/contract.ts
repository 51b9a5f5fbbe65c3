import type { Attribute, Attributes } from '../shape.ts'
import { pathText, type Path } from '../diagnostics.ts'
import { fingerprint, identical } from '../equality.ts'
import type { Kind } from '../shape.ts'
import { isRecord, isWhollyKnown, UNKNOWN, type ObjectValue, type Value } from '../value.ts'

/**
 * What Terraform demands of a provider's plans and results, so that unit tests find a violation without Terraform. After
 * docs/resource-instance-change-lifecycle.md of Terraform; each function answers with what is wrong, empty when nothing is.
 */

const at = (path: Path, message: string): string => `${pathText(path)}: ${message}`

const listPlan = (attributes: Attributes, { config, prior, planned }: Compared, path: Path): readonly string[] => {
  const elements = (value: Value): readonly Value[] => (Array.isArray(value) ? (value as readonly Value[]) : [])
  const [configs, priors, plans] = [elements(config), elements(prior), elements(planned)]
  if (configs.length !== plans.length)
    return [at(path, 'the plan has another number of elements than the configuration')]
  return plans.flatMap((plan, index) =>
    objectPlan(attributes, { config: configs[index] ?? null, prior: priors[index] ?? null, planned: plan }, [
      ...path,
      index,
    ]),
  )
}

const valueIn = (value: Value, name: string): Value => (isRecord(value) ? (value[name] ?? null) : null)

const keysOf = (value: ObjectValue): string => Object.keys(value).sort().join('\n')

const mapPlan = (attributes: Attributes, { config, prior, planned }: Compared, path: Path): readonly string[] => {
  if (!isRecord(planned) || !isRecord(config)) return [at(path, 'is not what the configuration says')]
  if (keysOf(planned) !== keysOf(config)) return [at(path, 'the plan has other keys than the configuration')]
  return Object.keys(planned).flatMap((key) =>
    objectPlan(
      attributes,
      { config: valueIn(config, key), prior: valueIn(prior, key), planned: valueIn(planned, key) },
      [...path, key],
    ),
  )
}

const nestedPlan = (kind: Kind, values: Compared, path: Path): readonly string[] => {
  const { planned } = values
  const attributes = kind.nested?.attributes ?? {}
  if (planned === null) return [at(path, 'planned to be absent, but the configuration has it')]
  if (planned === UNKNOWN) return [at(path, 'the whole is unknown, only attributes in it may be')]
  if (kind.nested?.mode === 'single') return objectPlan(attributes, values, path)
  return kind.nested?.mode === 'list' ? listPlan(attributes, values, path) : mapPlan(attributes, values, path)
}

interface Compared {
  readonly config: Value
  readonly prior: Value
  readonly planned: Value
}

const attributePlan = ({ kind, presence }: Attribute, values: Compared, path: Path): readonly string[] => {
  const { config, prior, planned } = values
  if (presence === 'write-only') return planned === null ? [] : [at(path, 'is write-only, so no plan may hold it')]
  if (identical(kind, planned, config)) return []
  if (prior !== null && config !== null && identical(kind, planned, prior)) return []
  if (presence === 'computed') return []
  if (config === null)
    return presence === 'optional' || presence === 'required'
      ? [at(path, 'only the configuration may set it, and does not')]
      : []
  if (kind.nested !== undefined) return nestedPlan(kind, values, path)
  return [at(path, 'the plan has neither the value of the configuration nor that of the state')]
}

const objectPlan = (attributes: Attributes, { config, prior, planned }: Compared, path: Path): readonly string[] => {
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    attributePlan(
      attribute,
      { config: valueIn(config, name), prior: valueIn(prior, name), planned: valueIn(planned, name) },
      [...path, name],
    ),
  )
}

/** What is wrong with a plan for this configuration and prior state (null: create). */
export const planViolations = (
  attributes: Attributes,
  change: { readonly config: ObjectValue; readonly prior: ObjectValue | null; readonly planned: ObjectValue },
): readonly string[] => objectPlan(attributes, change, [])

const setCompletion = (
  element: Kind,
  planned: readonly Value[],
  actual: readonly Value[],
  path: Path,
): readonly string[] => {
  const known = planned.filter((value) => value !== UNKNOWN)
  const actuals = new Set(actual.map((value) => fingerprint(element, value, 'exact')))
  const lost = known.filter((value) => !actuals.has(fingerprint(element, value, 'exact')))
  if (lost.length > 0) return [at(path, 'a planned element of the set is missing')]
  return actual.length > planned.length ? [at(path, 'the set has grown')] : []
}

const sequenceCompletion = (
  kind: Kind,
  planned: readonly Value[],
  actual: readonly Value[],
  path: Path,
): readonly string[] => {
  if (typeof kind.type === 'object' && 'set' in kind.type)
    return setCompletion(kind.element ?? kind, planned, actual, path)
  if (planned.length !== actual.length) return [at(path, 'the number of elements has changed')]
  return planned.flatMap((value, index) => elementCompletion(kind, value, actual[index] ?? null, [...path, index]))
}

const elementCompletion = (kind: Kind, planned: Value, actual: Value, path: Path): readonly string[] => {
  if (kind.element !== undefined) return completion(kind.element, planned, actual, path)
  if (planned === UNKNOWN || kind.nested === undefined) return []
  if (!isRecord(planned) || !isRecord(actual)) return [at(path, 'an object has come or gone')]
  return objectCompletion(kind.nested.attributes, planned, actual, path)
}

const recordCompletion = (kind: Kind, planned: ObjectValue, actual: ObjectValue, path: Path): readonly string[] => {
  if (kind.nested?.mode === 'single') return objectCompletion(kind.nested.attributes, planned, actual, path)
  if (keysOf(planned) !== keysOf(actual)) return [at(path, 'the keys have changed')]
  return Object.keys(planned).flatMap((key) =>
    elementCompletion(kind, planned[key] ?? null, actual[key] ?? null, [...path, key]),
  )
}

const completion = (kind: Kind, planned: Value, actual: Value, path: Path): readonly string[] => {
  if (planned === UNKNOWN) return []
  if (planned === null || actual === null)
    return planned === actual ? [] : [at(path, planned === null ? 'was null, now is not' : 'is null now')]
  if (Array.isArray(planned) && Array.isArray(actual)) return sequenceCompletion(kind, planned, actual, path)
  if (isRecord(planned) && isRecord(actual)) return recordCompletion(kind, planned, actual, path)
  return identical(kind, planned, actual) ? [] : [at(path, 'is not what was planned')]
}

const objectCompletion = (
  attributes: Attributes,
  planned: ObjectValue,
  actual: ObjectValue,
  path: Path,
): readonly string[] =>
  Object.entries(attributes).flatMap(([name, { kind }]) =>
    completion(kind, planned[name] ?? null, actual[name] ?? null, [...path, name]),
  )

/** What is wrong with the plan that Terraform asks for again in apply, when more of the configuration is known. */
export const replanViolations = (attributes: Attributes, first: ObjectValue, second: ObjectValue): readonly string[] =>
  objectCompletion(attributes, first, second, [])

/** What is wrong with the state after apply for this plan. */
export const resultViolations = (
  attributes: Attributes,
  planned: ObjectValue,
  actual: ObjectValue,
): readonly string[] => {
  const unknown = Object.keys(attributes).filter((name) => !isWhollyKnown(actual[name] ?? null))
  return [
    ...objectCompletion(attributes, planned, actual, []),
    ...unknown.map((name) => at([name], 'is still unknown after apply')),
  ]
}
