import { openCall, type Runtime } from './call.ts'
import { diagnosticsOf, failure, type Diagnostic } from './diagnostics.ts'
import { identityOf } from './identity.ts'
import type { Listed } from './list.ts'
import { attributesOf } from './resource.ts'
import { keepSpelling } from './spelling.ts'
import type { ObjectValue } from './value.ts'

export interface ListRequest {
  readonly config: ObjectValue
  /** how many at most; 0: all */
  readonly limit: number
}

/** One that exists, or what went wrong, after which there is nothing more. */
export interface ListEvent {
  readonly displayName: string
  readonly identity: ObjectValue | undefined
  readonly state: ObjectValue | null
  readonly diagnostics: readonly Diagnostic[]
}

const TIMEOUT_MS = 600_000

const eventOf = ({ displayName, state }: Listed, { resource, typeName }: Runtime): ListEvent => {
  const found = keepSpelling(attributesOf(resource), null, { ...(state as ObjectValue), timeouts: null })
  const identity = identityOf(resource.identity, found)
  if (identity === undefined) throw new Error(`${typeName} "${displayName}" has no identity`)
  return { displayName, identity, state: found, diagnostics: [] }
}

const failed = (diagnostics: readonly Diagnostic[]): ListEvent => ({
  displayName: '',
  identity: undefined,
  state: null,
  diagnostics,
})

/** Never throws: what goes wrong is the last event. */
export async function* listResources({ config, limit }: ListRequest, runtime: Runtime): AsyncGenerator<ListEvent> {
  const { resource, typeName } = runtime
  try {
    if (resource.list === undefined) {
      yield failed([failure('Cannot be listed', `${typeName} has no list.`)])
      return
    }
    const { call, warnings } = openCall(runtime, { timeoutMs: TIMEOUT_MS, privateBytes: new Uint8Array() })
    let count = 0
    for await (const item of resource.list.items(config, call)) {
      yield eventOf(item, runtime)
      count += 1
      if (count === limit) break
    }
    if (warnings.length > 0) yield failed(warnings)
  } catch (error) {
    yield failed(diagnosticsOf(error, `list ${typeName}`))
  }
}
