import { bytes, integer, many, maybe, message, one, text } from '../protobuf/message.ts'
import {
  AttributePath,
  ClientCapabilities,
  Deferred,
  Diagnostic,
  DynamicValue,
  RawState,
  ResourceIdentityData,
} from './values.ts'

export const ValidateResourceConfig = {
  request: message({
    typeName: one(1, text),
    config: maybe(2, DynamicValue),
    clientCapabilities: maybe(3, ClientCapabilities),
  }),
  response: message({ diagnostics: many(1, Diagnostic) }),
}

export const UpgradeResourceState = {
  request: message({ typeName: one(1, text), version: one(2, integer), rawState: maybe(3, RawState) }),
  response: message({ upgradedState: maybe(1, DynamicValue), diagnostics: many(2, Diagnostic) }),
}

export const ReadResource = {
  request: message({
    typeName: one(1, text),
    currentState: maybe(2, DynamicValue),
    private: one(3, bytes),
    clientCapabilities: maybe(5, ClientCapabilities),
  }),
  response: message({
    newState: maybe(1, DynamicValue),
    diagnostics: many(2, Diagnostic),
    private: one(3, bytes),
    deferred: maybe(4, Deferred),
    newIdentity: maybe(5, ResourceIdentityData),
  }),
}

export const PlanResourceChange = {
  request: message({
    typeName: one(1, text),
    priorState: maybe(2, DynamicValue),
    proposedNewState: maybe(3, DynamicValue),
    config: maybe(4, DynamicValue),
    priorPrivate: one(5, bytes),
    clientCapabilities: maybe(7, ClientCapabilities),
    priorIdentity: maybe(8, ResourceIdentityData),
  }),
  response: message({
    plannedState: maybe(1, DynamicValue),
    requiresReplace: many(2, AttributePath),
    plannedPrivate: one(3, bytes),
    diagnostics: many(4, Diagnostic),
    deferred: maybe(6, Deferred),
    plannedIdentity: maybe(7, ResourceIdentityData),
  }),
}

export const ApplyResourceChange = {
  request: message({
    typeName: one(1, text),
    priorState: maybe(2, DynamicValue),
    plannedState: maybe(3, DynamicValue),
    config: maybe(4, DynamicValue),
    plannedPrivate: one(5, bytes),
  }),
  response: message({
    newState: maybe(1, DynamicValue),
    private: one(2, bytes),
    diagnostics: many(3, Diagnostic),
    newIdentity: maybe(5, ResourceIdentityData),
  }),
}

const ImportedResource = message({
  typeName: one(1, text),
  state: maybe(2, DynamicValue),
  private: one(3, bytes),
  identity: maybe(4, ResourceIdentityData),
})

export const ImportResourceState = {
  request: message({
    typeName: one(1, text),
    id: one(2, text),
    clientCapabilities: maybe(3, ClientCapabilities),
    identity: maybe(4, ResourceIdentityData),
  }),
  response: message({
    importedResources: many(1, ImportedResource),
    diagnostics: many(2, Diagnostic),
    deferred: maybe(3, Deferred),
  }),
}

export const MoveResourceState = {
  request: message({
    sourceProviderAddress: one(1, text),
    sourceTypeName: one(2, text),
    sourceSchemaVersion: one(3, integer),
    sourceState: maybe(4, RawState),
    targetTypeName: one(5, text),
  }),
  response: message({
    targetState: maybe(1, DynamicValue),
    diagnostics: many(2, Diagnostic),
    targetPrivate: one(3, bytes),
    targetIdentity: maybe(4, ResourceIdentityData),
  }),
}
