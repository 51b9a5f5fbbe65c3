import { bytes, many, maybe, message, one, text } from '../protobuf/message.ts'
import { ClientCapabilities, Deferred, Diagnostic, DynamicValue, Timestamp } from './values.ts'

/** Ephemeral resources (6.7). */

export const ValidateEphemeralResourceConfig = {
  request: message({ typeName: one(1, text), config: maybe(2, DynamicValue) }),
  response: message({ diagnostics: many(1, Diagnostic) }),
}

export const OpenEphemeralResource = {
  request: message({
    typeName: one(1, text),
    config: maybe(2, DynamicValue),
    clientCapabilities: maybe(3, ClientCapabilities),
  }),
  response: message({
    diagnostics: many(1, Diagnostic),
    renewAt: maybe(2, Timestamp),
    result: maybe(3, DynamicValue),
    private: maybe(4, bytes),
    deferred: maybe(5, Deferred),
  }),
}

export const RenewEphemeralResource = {
  request: message({ typeName: one(1, text), private: maybe(2, bytes) }),
  response: message({ diagnostics: many(1, Diagnostic), renewAt: maybe(2, Timestamp), private: maybe(3, bytes) }),
}

export const CloseEphemeralResource = {
  request: message({ typeName: one(1, text), private: maybe(2, bytes) }),
  response: message({ diagnostics: many(1, Diagnostic) }),
}
