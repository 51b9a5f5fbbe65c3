import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import { fromIdentityData, toIdentityData } from '../convert/identity.ts'
import { identityOf, importState, readState } from '../framework/index.ts'
import { ImportResourceState, ReadResource } from '../wire/messages/resource.ts'
import { deferredReasons } from '../wire/messages/values.ts'
import { isDeferred } from './deferral.ts'
import { operation } from './operation.ts'

export const readResource = operation('ReadResource', ReadResource, async (request, host, signal) => {
  const runtime = await host.runtime(request.typeName, signal)
  const { attributes, resource } = runtime
  const current = fromDynamic(request.currentState, attributes)
  if (current === null) return { newState: toDynamic(null, attributes) }
  if (isDeferred(runtime, request.clientCapabilities))
    return {
      newState: toDynamic(current, attributes),
      private: request.private,
      deferred: { reason: deferredReasons.providerConfigUnknown },
    }
  const reading = await readState(current, request.private, runtime)
  return {
    newState: toDynamic(reading.state, attributes),
    private: reading.privateBytes,
    // Also for a state of a time when there was no identity.
    newIdentity: toIdentityData(resource.identity, identityOf(resource.identity, reading.state)),
    diagnostics: host.report(reading.diagnostics, attributes),
  }
})

export const importResourceState = operation(
  'ImportResourceState',
  ImportResourceState,
  async (request, host, signal) => {
    const runtime = await host.runtime(request.typeName, signal)
    const { resource, attributes } = runtime
    const from = fromIdentityData(resource.identity, request.identity) ?? request.id
    const { state, diagnostics } = importState(from, runtime)
    const imported = {
      typeName: request.typeName,
      state: toDynamic(state, attributes),
      identity: toIdentityData(resource.identity, identityOf(resource.identity, state)),
    }
    const deferred = isDeferred(runtime, request.clientCapabilities)
    return {
      importedResources: state === null ? [] : [imported],
      diagnostics: host.report(diagnostics, attributes),
      deferred: deferred ? { reason: deferredReasons.providerConfigUnknown } : undefined,
    }
  },
)
