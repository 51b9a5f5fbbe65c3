import { bytes, flag, integer, many, maybe, message, one, text } from '../protobuf/message.ts'

/** The messages that occur inside those of every operation (plugin protocol 6, package tfplugin6). */

/** A value of a schema's type. Terraform sends MessagePack; JSON is only allowed for it, never sent. */
export const DynamicValue = message({ msgpack: one(1, bytes), json: one(2, bytes) })

/** Exactly one member is set; an element index of 0 is sent too. */
export const PathStep = message({
  attributeName: maybe(1, text),
  elementKeyString: maybe(2, text),
  elementKeyInt: maybe(3, integer),
})
export const AttributePath = message({ steps: many(1, PathStep) })

export const severities = { error: 1, warning: 2 } as const
export const Diagnostic = message({
  severity: one(1, integer),
  summary: one(2, text),
  detail: one(3, text),
  attribute: maybe(4, AttributePath),
})

/** State as it is stored: JSON. (The flatmap form of Terraform before 0.12 is not read: no state of ours is that old.) */
export const RawState = message({ json: one(1, bytes) })

/** What the Terraform that calls can do. */
export const ClientCapabilities = message({ deferralAllowed: one(1, flag), writeOnlyAttributesAllowed: one(2, flag) })

export const deferredReasons = { resourceConfigUnknown: 1, providerConfigUnknown: 2, absentPrerequisite: 3 } as const
export const Deferred = message({ reason: one(1, integer) })

export const ResourceIdentityData = message({ identityData: maybe(1, DynamicValue) })

/** google.protobuf.Timestamp */
export const Timestamp = message({ seconds: one(1, integer), nanos: one(2, integer) })
