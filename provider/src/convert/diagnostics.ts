import { pathText, type Attributes, type Diagnostic, type Path } from '../framework/index.ts'
import type { AttributePath, Diagnostic as DiagnosticMessage, PathStep } from '../wire/messages/values.ts'
import { severities } from '../wire/messages/values.ts'
import type { Encodable } from '../wire/protobuf/message.ts'

type Step = Encodable<typeof PathStep>

const keyStep = (step: string | number): Step =>
  typeof step === 'number' ? { elementKeyInt: step } : { elementKeyString: step }

/**
 * The path as Terraform finds the line by. Into blocks it follows attribute by attribute. Into the value of an attribute it takes one step
 * more, an index or a key, and takes the names in `{ ... }` for keys; a longer path would lead it back to the whole resource.
 */
export const pathToMessage = (path: Path, attributes: Attributes): Encodable<typeof AttributePath> => {
  const [name, ...rest] = path
  if (name === undefined) return { steps: [] }
  const head: Step = { attributeName: String(name) }
  const attribute = attributes[String(name)]
  if (attribute?.block === true)
    return { steps: [head, ...(pathToMessage(rest, attribute.kind.nested?.attributes ?? {}).steps ?? [])] }
  const inner = rest[0]
  // Elements of a set come in an order of Terraform's own, so an index says nothing about the lines.
  const isSet = typeof attribute?.kind.type === 'object' && 'set' in attribute.kind.type
  return { steps: inner === undefined || isSet ? [head] : [head, keyStep(inner)] }
}

/** Terraform shows the line; what of a nested value is meant is said in words. */
export const diagnosticToMessage = (
  { severity, summary, detail, path }: Diagnostic,
  attributes: Attributes,
): Encodable<typeof DiagnosticMessage> => ({
  severity: severities[severity],
  summary,
  detail: path.length > 1 ? `${pathText(path)}: ${detail}` : detail,
  ...(path.length === 0 ? {} : { attribute: pathToMessage(path, attributes) }),
})
