import { fromDynamic, toDynamic } from '../convert/dynamic.ts'
import { planChange } from '../framework/index.ts'
import { PlanResourceChange } from '../wire/messages/resource.ts'
import { operation } from './host.ts'

export const planResourceChange = operation('PlanResourceChange', PlanResourceChange, async (request, host, signal) => {
  const runtime = await host.runtime(request.typeName, signal)
  const { attributes } = runtime
  const config = fromDynamic(request.config, attributes)
  const plannedPrivate = request.priorPrivate
  // No configuration: the resource is to be destroyed.
  if (config === null) return { plannedState: toDynamic(null, attributes), plannedPrivate }
  const plan = await planChange(
    { config, prior: fromDynamic(request.priorState, attributes), privateBytes: plannedPrivate },
    runtime,
  )
  return {
    plannedState: toDynamic(plan.planned, attributes),
    requiresReplace: plan.replace.map((name) => ({ steps: [{ attributeName: name }] })),
    plannedPrivate,
    diagnostics: host.report(plan.diagnostics, attributes),
  }
})
