import { failure, Refusal, type Diagnostic } from './diagnostics.ts'
import { PrivateState } from './private-state.ts'
import type { Call, Resource } from './resource.ts'

/** Where an operation runs: for which type of resource, with which client, and until when. */
export interface Runtime<Client = unknown> {
  readonly typeName: string
  readonly resource: Resource<Client>
  /** undefined while the provider's configuration is not known */
  readonly client: Client | undefined
  readonly signal: AbortSignal
}

export const notConfigured = (typeName: string): Refusal =>
  new Refusal([
    failure(
      'The provider is not configured',
      `${typeName} needs the provider's configuration, which is not known yet: it depends on something that is still to be created. ` +
        'Apply that first, for example with -target.',
    ),
  ])

/** A call of an operation, and what it warned of. @throws Refusal when the provider's configuration is not known */
export const openCall = <Client>(
  runtime: Runtime<Client>,
  limits: { readonly timeoutMs: number; readonly privateBytes: Uint8Array },
): { readonly call: Call<Client>; readonly warnings: readonly Diagnostic[] } => {
  const { client, signal, typeName } = runtime
  if (client === undefined) throw notConfigured(typeName)
  const warnings: Diagnostic[] = []
  const call = {
    client,
    signal,
    timeoutMs: limits.timeoutMs,
    private: PrivateState.from(limits.privateBytes),
    warn: (diagnostic: Diagnostic) => void warnings.push(diagnostic),
  }
  return { call, warnings }
}
