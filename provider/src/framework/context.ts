import type { Diagnostic } from './diagnostics.ts'
import type { PrivateState } from './private-state.ts'

/** What an operation gets beside its values. */
export interface Call<Client> {
  readonly client: Client
  /** Aborts when Terraform was interrupted, or gave this call up. */
  readonly signal: AbortSignal
  /** How long the operation may take. */
  readonly timeoutMs: number
  readonly private: PrivateState
  readonly warn: (diagnostic: Diagnostic) => void
}

/** A call that changes something. */
export interface ChangeCall<Client, State, Config> extends Call<Client> {
  /** What is configured: the only place that has write-only values. */
  readonly config: Config
  /**
   * Says what exists now. Should the operation fail later, Terraform keeps this state: after a failed create as tainted, so that the next
   * apply replaces the resource instead of losing it. What is unknown in it is stored as null.
   */
  save(state: Partial<State>): void
}
