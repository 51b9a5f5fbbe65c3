import { openCall, type Runtime } from './call.ts'
import { diagnosticsOf, type Diagnostic } from './diagnostics.ts'
import type { ChangeCall } from './context.ts'
import { attributesOf } from './resource.ts'
import { keepSpelling } from './spelling.ts'
import { timeoutMs, type Operation } from './timeouts.ts'
import { isRecord, UNKNOWN, type ObjectValue, type Value } from './value.ts'

export interface ApplyRequest {
  /** null: create */
  readonly prior: ObjectValue | null
  /** null: delete */
  readonly planned: ObjectValue | null
  /** what is configured; left out or null where that does not matter, as for a delete */
  readonly config?: ObjectValue | null
  readonly privateBytes: Uint8Array
  /** Throws when Terraform cannot be told this state: found out while there is still another one to tell. */
  readonly check?: (state: ObjectValue) => void
}

export interface Applied {
  /** what exists now; null: nothing */
  readonly state: ObjectValue | null
  readonly privateBytes: Uint8Array
  readonly diagnostics: readonly Diagnostic[]
}

/** A state may hold nothing unknown; what a failed create did not come to know is null. */
const complete = (value: Value): Value => {
  if (value === UNKNOWN) return null
  if (Array.isArray(value)) return (value as readonly Value[]).map(complete)
  return isRecord(value) ? completeObject(value) : value
}
const completeObject = (value: ObjectValue): ObjectValue =>
  Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, complete(inner)]))

const operationOf = ({ prior, planned }: ApplyRequest): Operation =>
  planned === null ? 'delete' : prior === null ? 'create' : 'update'

type Perform = (call: ChangeCall<unknown, Record<string, unknown>, ObjectValue>) => Promise<ObjectValue | null>

const performer = ({ prior, planned }: ApplyRequest, { resource }: Runtime): Perform => {
  if (planned === null)
    return async (call) => {
      if (prior !== null) await resource.delete(prior, call)
      return null
    }
  if (prior === null) return async (call) => (await resource.create(planned, call)) as ObjectValue
  return async (call) => (await resource.update(planned, prior, call)) as ObjectValue
}

/**
 * Creates, updates or deletes. Never throws: whatever happens, the answer says what exists now, because Terraform forgets everything
 * else. A failed create keeps what it saved, a failed update or delete what was there before.
 */
export const applyChange = async (request: ApplyRequest, runtime: Runtime): Promise<Applied> => {
  const { prior, planned } = request
  const { resource, typeName } = runtime
  const attributes = attributesOf(resource)
  const operation = operationOf(request)
  const reference = planned ?? prior ?? {}
  const finish = (state: ObjectValue): ObjectValue => {
    const finished = keepSpelling(attributes, reference, { ...state, timeouts: reference['timeouts'] ?? null })
    request.check?.(finished)
    return finished
  }

  let saved = prior
  let privateBytes = request.privateBytes
  let warnings: readonly Diagnostic[] = []
  try {
    const opened = openCall(runtime, {
      timeoutMs: timeoutMs(reference, operation, resource.timeouts),
      privateBytes,
    })
    warnings = opened.warnings
    const save = (state: object): void => {
      saved = finish(completeObject(state as ObjectValue))
      privateBytes = opened.call.private.toBytes()
    }
    const state = await performer(request, runtime)({ ...opened.call, config: request.config ?? {}, save })
    return {
      state: state === null ? null : finish(state),
      privateBytes: opened.call.private.toBytes(),
      diagnostics: warnings,
    }
  } catch (error) {
    return {
      state: saved,
      privateBytes,
      diagnostics: [...warnings, ...diagnosticsOf(error, `${operation} ${typeName}`)],
    }
  }
}
