import { bytes, dictionary, flag, integer, many, maybe, message, one, text } from '../protobuf/message.ts'
import { Diagnostic, DynamicValue } from './values.ts'

/** Functions (6.5). */

export const FunctionParameter = message({
  name: one(1, text),
  /** in cty's JSON notation */
  type: one(2, bytes),
  allowNullValue: one(3, flag),
  allowUnknownValues: one(4, flag),
  description: one(5, text),
  descriptionKind: one(6, integer),
})
const FunctionReturn = message({ type: one(1, bytes) })

export const FunctionSchema = message({
  parameters: many(1, FunctionParameter),
  variadicParameter: maybe(2, FunctionParameter),
  return: maybe(3, FunctionReturn),
  summary: one(4, text),
  description: one(5, text),
  descriptionKind: one(6, integer),
})

/** An index of 0 is sent too. */
export const FunctionError = message({ text: one(1, text), functionArgument: maybe(2, integer) })

export const GetFunctions = {
  request: message({}),
  response: message({ functions: dictionary(1, FunctionSchema), diagnostics: many(2, Diagnostic) }),
}

export const CallFunction = {
  request: message({ name: one(1, text), arguments: many(2, DynamicValue) }),
  response: message({ result: maybe(1, DynamicValue), error: maybe(2, FunctionError) }),
}
