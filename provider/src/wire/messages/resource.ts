import { bytes, integer, many, maybe, message, one, text } from '../protobuf/message.ts'
import { AttributePath, Diagnostic, DynamicValue, RawState } from './values.ts'

export const ValidateResourceConfig = {
  request: message({ typeName: one(1, text), config: maybe(2, DynamicValue) }),
  response: message({ diagnostics: many(1, Diagnostic) }),
}

export const UpgradeResourceState = {
  request: message({ typeName: one(1, text), version: one(2, integer), rawState: maybe(3, RawState) }),
  response: message({ upgradedState: maybe(1, DynamicValue), diagnostics: many(2, Diagnostic) }),
}

export const ReadResource = {
  request: message({ typeName: one(1, text), currentState: maybe(2, DynamicValue), private: one(3, bytes) }),
  response: message({
    newState: maybe(1, DynamicValue),
    diagnostics: many(2, Diagnostic),
    private: one(3, bytes),
  }),
}

export const PlanResourceChange = {
  request: message({
    typeName: one(1, text),
    priorState: maybe(2, DynamicValue),
    proposedNewState: maybe(3, DynamicValue),
    config: maybe(4, DynamicValue),
    priorPrivate: one(5, bytes),
  }),
  response: message({
    plannedState: maybe(1, DynamicValue),
    requiresReplace: many(2, AttributePath),
    plannedPrivate: one(3, bytes),
    diagnostics: many(4, Diagnostic),
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
  }),
}

const ImportedResource = message({ typeName: one(1, text), state: maybe(2, DynamicValue), private: one(3, bytes) })

export const ImportResourceState = {
  request: message({ typeName: one(1, text), id: one(2, text) }),
  response: message({ importedResources: many(1, ImportedResource), diagnostics: many(2, Diagnostic) }),
}
