import { failure, Refusal, type Diagnostic } from './diagnostics.ts'
import { PrivateState } from './private-state.ts'
import type { Call } from './context.ts'
import type { Resource } from './resource.ts'

/** Where an operation runs: for which type, with which client, and until when. */
export interface Place<Client> {
  readonly typeName: string
  /** undefined while the provider's configuration is not known */
  readonly client: Client | undefined
  readonly signal: AbortSignal
}

/** Where an operation of a resource runs. */
export interface Runtime<Client = unknown> extends Place<Client> {
  readonly resource: Resource<Client>
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
  runtime: Place<Client>,
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
