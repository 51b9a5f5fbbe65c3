import { bytes, dictionary, flag, integer, many, maybe, message, one, text } from '../protobuf/message.ts'
import { Diagnostic, DynamicValue, RawState, ResourceIdentityData } from './values.ts'

/** Identity (6.9) and lists of what exists (6.10). */

const IdentityAttribute = message({
  name: one(1, text),
  type: one(2, bytes),
  requiredForImport: one(3, flag),
  optionalForImport: one(4, flag),
  description: one(5, text),
})
export const ResourceIdentitySchema = message({ version: one(1, integer), attributes: many(2, IdentityAttribute) })

export const GetResourceIdentitySchemas = {
  request: message({}),
  response: message({ identitySchemas: dictionary(1, ResourceIdentitySchema), diagnostics: many(2, Diagnostic) }),
}

export const UpgradeResourceIdentity = {
  request: message({ typeName: one(1, text), version: one(2, integer), rawIdentity: maybe(3, RawState) }),
  response: message({ upgradedIdentity: maybe(1, ResourceIdentityData), diagnostics: many(2, Diagnostic) }),
}

export const ValidateListResourceConfig = {
  request: message({ typeName: one(1, text), config: maybe(2, DynamicValue) }),
  response: message({ diagnostics: many(1, Diagnostic) }),
}

/** The answer is a stream of these. */
export const ListResource = {
  request: message({
    typeName: one(1, text),
    config: maybe(2, DynamicValue),
    includeResourceObject: one(3, flag),
    limit: one(4, integer),
  }),
  response: message({
    identity: maybe(1, ResourceIdentityData),
    displayName: one(2, text),
    resourceObject: maybe(3, DynamicValue),
    diagnostics: many(4, Diagnostic),
  }),
}
