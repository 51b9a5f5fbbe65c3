import { many, maybe, message, one, text } from '../protobuf/message.ts'
import { ClientCapabilities, Deferred, Diagnostic, DynamicValue } from './values.ts'

export const ValidateDataResourceConfig = {
  request: message({ typeName: one(1, text), config: maybe(2, DynamicValue) }),
  response: message({ diagnostics: many(1, Diagnostic) }),
}

export const ReadDataSource = {
  request: message({
    typeName: one(1, text),
    config: maybe(2, DynamicValue),
    clientCapabilities: maybe(4, ClientCapabilities),
  }),
  response: message({
    state: maybe(1, DynamicValue),
    diagnostics: many(2, Diagnostic),
    deferred: maybe(3, Deferred),
  }),
}
