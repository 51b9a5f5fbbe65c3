import { diagnosticsOf, failure, startsWith, type Diagnostic, type Finding } from './diagnostics.ts'
import type { Attributes } from './shape.ts'
import { findings } from './findings.ts'
import type { ObjectValue } from './value.ts'

/** Checks a configuration, attribute by attribute and then as a whole. Never throws. */
export const validateConfig = (
  attributes: Attributes,
  config: ObjectValue,
  whole: ((config: ObjectValue) => readonly Finding[]) | undefined,
): readonly Diagnostic[] => {
  try {
    const own = findings(attributes, config)
    const more = whole?.(config) ?? []
    // One complaint per place: a whole-configuration check sees again what an attribute's own check has said.
    const fresh = more.filter(({ path }) => !own.some((said) => startsWith(path, said.path)))
    return [...own, ...fresh].map(({ path, message }) => failure('Invalid value', message, path))
  } catch (error) {
    return diagnosticsOf(error, 'check the configuration')
  }
}
