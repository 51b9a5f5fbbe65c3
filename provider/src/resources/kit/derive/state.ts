import { isRecord, type Attribute, type Attributes, type ObjectValue, type Value } from '../../../framework/index.ts'
import { NONE, type Hint, type Hints } from './hints.ts'

/** From an answer of the API to a state: what it leaves out is null. */

const ofValue = ({ kind }: Attribute, answer: Value, hint: Hint): Value => {
  if (answer === null && hint.none === true) return NONE
  if (kind.nested === undefined) return answer
  const { attributes } = kind.nested
  const each = (value: Value): Value => (isRecord(value) ? stateFrom(attributes, value, hint.fields ?? {}) : value)
  return Array.isArray(answer) ? (answer as readonly Value[]).map(each) : each(answer)
}

export const stateFrom = (attributes: Attributes, answer: ObjectValue, hints: Hints): ObjectValue =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      ofValue(attribute, answer[name] ?? null, hints[name] ?? {}),
    ]),
  )
