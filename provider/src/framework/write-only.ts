import { failure, type Diagnostic, type Path } from './diagnostics.ts'
import type { Attribute, Attributes } from './shape.ts'
import { isRecord, type ObjectValue, type Value } from './value.ts'

const inside = ({ kind }: Attribute, value: Value, path: Path): readonly Path[] => {
  const { nested } = kind
  if (nested === undefined) return []
  const each = (object: Value, at: Path): readonly Path[] =>
    isRecord(object) ? givenPaths(nested.attributes, object, at) : []
  if (Array.isArray(value))
    return (value as readonly Value[]).flatMap((object, index) => each(object, [...path, index]))
  if (!isRecord(value)) return []
  if (nested.mode === 'single') return each(value, path)
  return Object.entries(value).flatMap(([key, object]) => each(object, [...path, key]))
}

const givenPaths = (attributes: Attributes, config: ObjectValue, path: Path): readonly Path[] =>
  Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = config[name] ?? null
    const at = [...path, name]
    if (value === null) return []
    return attribute.presence === 'write-only' ? [at] : inside(attribute, value, at)
  })

/** What to tell where write-only values are configured and the Terraform that runs would store them. */
export const unsupportedWriteOnly = (attributes: Attributes, config: ObjectValue): readonly Diagnostic[] =>
  givenPaths(attributes, config, []).map((path) =>
    failure(
      'Cannot be kept out of the state',
      'A write-only attribute needs Terraform 1.11 or newer, or OpenTofu 1.11 or newer.',
      path,
    ),
  )
