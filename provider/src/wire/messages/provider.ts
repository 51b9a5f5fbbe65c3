import { many, maybe, message, one, text } from '../protobuf/message.ts'
import { Diagnostic, DynamicValue } from './values.ts'

export const ValidateProviderConfig = {
  request: message({ config: maybe(1, DynamicValue) }),
  response: message({ diagnostics: many(2, Diagnostic) }),
}

export const ConfigureProvider = {
  request: message({ terraformVersion: one(1, text), config: maybe(2, DynamicValue) }),
  response: message({ diagnostics: many(1, Diagnostic) }),
}

export const StopProvider = { request: message({}), response: message({ error: one(1, text) }) }
