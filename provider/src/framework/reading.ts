import { openCall, type Runtime } from './call.ts'
import { diagnosticsOf, warning, type Diagnostic } from './diagnostics.ts'
import { attributesOf } from './resource.ts'
import { keepSpelling } from './spelling.ts'
import { timeoutMs } from './timeouts.ts'
import type { ObjectValue } from './value.ts'

export interface Reading {
  /** null: the resource is gone */
  readonly state: ObjectValue | null
  readonly privateBytes: Uint8Array
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads what exists now, in the spelling that the state had. Never throws. */
export const readState = async (state: ObjectValue, privateBytes: Uint8Array, runtime: Runtime): Promise<Reading> => {
  const { resource, client, typeName } = runtime
  if (client === undefined) {
    const detail = `${typeName} is planned from the stored state, because the provider's configuration is not known yet.`
    return { state, privateBytes, diagnostics: [warning('Not refreshed', detail)] }
  }
  try {
    const limitMs = timeoutMs(state, 'read', resource.timeouts)
    const { call, warnings } = openCall(runtime, { timeoutMs: limitMs, privateBytes })
    const found = (await resource.read(state, call)) as ObjectValue | undefined
    const timeouts = state['timeouts'] ?? null
    return {
      state: found === undefined ? null : keepSpelling(attributesOf(resource), state, { ...found, timeouts }),
      privateBytes: call.private.toBytes(),
      diagnostics: warnings,
    }
  } catch (error) {
    return { state, privateBytes, diagnostics: diagnosticsOf(error, `read ${typeName}`) }
  }
}

/**
 * The state that an import begins with; Terraform reads the rest. Never throws.
 * @param from an id, or an identity
 */
export const importState = (from: string | ObjectValue, runtime: Runtime): Reading => {
  const privateBytes = new Uint8Array()
  const { resource, typeName } = runtime
  try {
    if (typeof from === 'string') return { state: resource.importState(from), privateBytes, diagnostics: [] }
    if (resource.identity === undefined) throw new Error(`${typeName} has no identity`)
    return { state: resource.identity.toState(from), privateBytes, diagnostics: [] }
  } catch (error) {
    return { state: null, privateBytes, diagnostics: diagnosticsOf(error, `import ${runtime.typeName}`) }
  }
}
