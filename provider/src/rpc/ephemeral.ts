import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import { timestampOf } from '../convert/timestamp.ts'
import { closeEphemeral, openEphemeral, renewEphemeral, validateConfig } from '../framework/index.ts'
import {
  CloseEphemeralResource,
  OpenEphemeralResource,
  RenewEphemeralResource,
  ValidateEphemeralResourceConfig,
} from '../wire/messages/ephemeral.ts'
import { deferredReasons } from '../wire/messages/values.ts'
import { isDeferred } from './deferral.ts'
import { operation } from './operation.ts'

export const validateEphemeralResourceConfig = operation(
  'ValidateEphemeralResourceConfig',
  ValidateEphemeralResourceConfig,
  async (request, host, signal) => {
    const { ephemeral, attributes } = await host.ephemeralRuntime(request.typeName, signal)
    const config = fromDynamic(request.config, attributes) ?? {}
    const found = validateConfig(attributes, config, (whole) => ephemeral.validate?.(whole) ?? [])
    return { diagnostics: host.report(found, attributes) }
  },
)

export const openEphemeralResource = operation(
  'OpenEphemeralResource',
  OpenEphemeralResource,
  async (request, host, signal) => {
    const runtime = await host.ephemeralRuntime(request.typeName, signal)
    const { attributes } = runtime
    const config = fromDynamic(request.config, attributes) ?? {}
    if (isDeferred(runtime, request.clientCapabilities))
      return { result: toDynamic(config, attributes), deferred: { reason: deferredReasons.providerConfigUnknown } }
    const opened = await openEphemeral(config, runtime)
    return {
      result: toDynamic(opened.result, attributes),
      renewAt: timestampOf(opened.renewAt),
      private: opened.privateBytes,
      diagnostics: host.report(opened.diagnostics, attributes),
    }
  },
)

export const renewEphemeralResource = operation(
  'RenewEphemeralResource',
  RenewEphemeralResource,
  async (request, host, signal) => {
    const runtime = await host.ephemeralRuntime(request.typeName, signal)
    const renewed = await renewEphemeral(request.private ?? new Uint8Array(), runtime)
    return {
      renewAt: timestampOf(renewed.renewAt),
      private: renewed.privateBytes,
      diagnostics: host.report(renewed.diagnostics, runtime.attributes),
    }
  },
)

export const closeEphemeralResource = operation(
  'CloseEphemeralResource',
  CloseEphemeralResource,
  async (request, host, signal) => {
    const runtime = await host.ephemeralRuntime(request.typeName, signal)
    const { diagnostics } = await closeEphemeral(request.private ?? new Uint8Array(), runtime)
    return { diagnostics: host.report(diagnostics, runtime.attributes) }
  },
)
