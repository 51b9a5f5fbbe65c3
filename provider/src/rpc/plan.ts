import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import { fromIdentityData, toIdentityData } from '../convert/identity.ts'
import { planChange } from '../framework/index.ts'
import { PlanResourceChange } from '../wire/messages/resource.ts'
import { deferredReasons } from '../wire/messages/values.ts'
import { isDeferred } from './deferral.ts'
import { operation } from './operation.ts'

export const planResourceChange = operation('PlanResourceChange', PlanResourceChange, async (request, host, signal) => {
  const runtime = await host.runtime(request.typeName, signal)
  const { attributes, resource } = runtime
  const config = fromDynamic(request.config, attributes)
  // No configuration: the resource is to be destroyed.
  if (config === null) return { plannedState: toDynamic(null, attributes), plannedPrivate: request.priorPrivate }
  const plan = await planChange(
    { config, prior: fromDynamic(request.priorState, attributes), privateBytes: request.priorPrivate },
    runtime,
  )
  return {
    plannedState: toDynamic(plan.planned, attributes),
    requiresReplace: plan.replace.map((name) => ({ steps: [{ attributeName: name }] })),
    plannedPrivate: plan.privateBytes,
    // What is to be created has no identity yet, and what stays keeps its own.
    plannedIdentity: toIdentityData(resource.identity, fromIdentityData(resource.identity, request.priorIdentity)),
    diagnostics: host.report(plan.diagnostics, attributes),
    deferred: isDeferred(runtime, request.clientCapabilities)
      ? { reason: deferredReasons.providerConfigUnknown }
      : undefined,
  }
})
