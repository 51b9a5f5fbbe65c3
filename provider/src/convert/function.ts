import type { Parameter, ProviderFunction } from '../framework/index.ts'
import type { FunctionParameter, FunctionSchema } from '../wire/messages/function.ts'
import { stringKinds } from '../wire/messages/schema.ts'
import type { Encodable } from '../wire/protobuf/message.ts'
import { typeJson } from './schema.ts'

const parameterToMessage = ({ name, kind, description }: Parameter): Encodable<typeof FunctionParameter> => ({
  name,
  type: Buffer.from(JSON.stringify(typeJson(kind.type))),
  allowNullValue: kind.nullable ?? false,
  description,
  descriptionKind: stringKinds.markdown,
})

export const functionToMessage = (of: ProviderFunction): Encodable<typeof FunctionSchema> => ({
  parameters: of.parameters.map(parameterToMessage),
  variadicParameter: of.variadic === undefined ? undefined : parameterToMessage(of.variadic),
  return: { type: Buffer.from(JSON.stringify(typeJson(of.returns.type))) },
  summary: of.summary,
  description: of.description,
  descriptionKind: stringKinds.markdown,
})
