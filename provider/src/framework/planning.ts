import { openCall, type Runtime } from './call.ts'
import { diagnosticsOf, failure, type Diagnostic } from './diagnostics.ts'
import type { Attributes } from './shape.ts'
import { changes, markUnknown, merge, replacedBy } from './plan.ts'
import { attributesOf, type Change } from './resource.ts'
import type { ObjectValue } from './value.ts'

export interface PlanRequest {
  readonly config: ObjectValue
  /** null: the resource is to be created */
  readonly prior: ObjectValue | null
  readonly privateBytes: Uint8Array
}

export interface Plan {
  /** null where planning failed */
  readonly planned: ObjectValue | null
  /** attributes whose change needs a new resource */
  readonly replace: readonly string[]
  /** what apply gets; it may hold more than the state's own notes */
  readonly privateBytes: Uint8Array
  readonly diagnostics: readonly Diagnostic[]
}

/** Reviews ask the backend, and a plan must not wait long for what apply will find out anyway. */
const REVIEW_TIMEOUT_MS = 10_000

const review = async (
  change: Change<Attributes>,
  request: PlanRequest,
  runtime: Runtime,
): Promise<Pick<Plan, 'privateBytes' | 'diagnostics'>> => {
  const { resource, client } = runtime
  const { privateBytes } = request
  if (resource.review === undefined || client === undefined) return { privateBytes, diagnostics: [] }
  const { call, warnings } = openCall(runtime, {
    timeoutMs: REVIEW_TIMEOUT_MS,
    privateBytes,
  })
  const found = await resource.review(change, call)
  return {
    privateBytes: call.private.toBytes(),
    diagnostics: [...warnings, ...found.map(({ path, message }) => failure('Invalid value', message, path))],
  }
}

/** Plans a create or an update; nothing is changed anywhere. Never throws. */
export const planChange = async (request: PlanRequest, runtime: Runtime): Promise<Plan> => {
  const { resource, typeName } = runtime
  const { config, privateBytes } = request
  const attributes = attributesOf(resource)
  const prior = request.prior ?? undefined
  try {
    const refine = (planned: ObjectValue): ObjectValue =>
      (resource.refine?.({ config, prior: request.prior, planned }, runtime.client) ?? planned) as ObjectValue
    const merged = refine(merge(attributes, config, prior))
    if (!changes(attributes, merged, prior)) return { planned: merged, replace: [], privateBytes, diagnostics: [] }
    const marked = refine(markUnknown(attributes, config, merged, prior))
    const planned = (resource.plan?.({ config, prior: request.prior, planned: marked }) ?? marked) as ObjectValue
    return {
      planned,
      replace: prior === undefined ? [] : replacedBy(attributes, { config, planned, prior }),
      ...(await review({ config, prior: request.prior, planned }, request, runtime)),
    }
  } catch (error) {
    return { planned: null, replace: [], privateBytes, diagnostics: diagnosticsOf(error, `plan ${typeName}`) }
  }
}
