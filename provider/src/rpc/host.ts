import { diagnosticToMessage } from '../convert/diagnostics.ts'
import {
  attributesOf,
  attributesOfData,
  failure,
  Refusal,
  type Attributes,
  type DataRuntime,
  type Diagnostic,
  type EphemeralRuntime,
  type Provider,
  type Runtime,
} from '../framework/index.ts'
import { GrpcError, grpcStatus } from '../wire/grpc/frame.ts'
import type { Diagnostic as DiagnosticMessage } from '../wire/messages/values.ts'
import type { Encodable } from '../wire/protobuf/message.ts'

/** What happened in an operation, for Terraform's log. */
export interface Log {
  readonly debug: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  readonly error: (message: string, fields?: Readonly<Record<string, unknown>>) => void
}

/** Where an operation runs, with the attributes that its messages have. */
type Placed<R> = R & { readonly attributes: Attributes }

/** @throws GrpcError for a type that the schema does not have, which Terraform never asks for */
export const typeIn = <T>(types: Readonly<Record<string, T>> | undefined, typeName: string, what: string): T => {
  const found = types !== undefined && Object.hasOwn(types, typeName) ? types[typeName] : undefined
  if (found === undefined) throw new GrpcError(grpcStatus.unimplemented, `there is no ${what} ${typeName}`)
  return found
}

/** The provider behind the operations, and what Terraform told it so far. */
export class Host {
  readonly #load: () => Promise<Provider>
  readonly log: Log
  #client: unknown
  #stop = new AbortController()

  /** @param load called at the first operation, so that the handshake need not wait for the provider's code */
  constructor(load: () => Promise<Provider>, log: Log) {
    this.#load = load
    this.log = log
  }

  async provider(): Promise<Provider> {
    return await this.#load()
  }

  /** @param client undefined while the configuration is not known */
  configured(client: unknown): void {
    this.#client = client
  }

  /** Aborts what is under way. Later calls run: in tests one server serves several runs of Terraform. */
  stop(): void {
    this.#stop.abort(new Refusal([failure('Interrupted', 'Terraform was asked to stop.')]))
    this.#stop = new AbortController()
  }

  /** Diagnostics as Terraform gets them; faults of ours go to the log with their stack. */
  report(diagnostics: readonly Diagnostic[], attributes: Attributes): Encodable<typeof DiagnosticMessage>[] {
    for (const { summary, cause } of diagnostics) {
      if (cause !== undefined) this.log.error(summary, { cause: cause instanceof Error ? cause.stack : cause })
    }
    return diagnostics.map((diagnostic) => diagnosticToMessage(diagnostic, attributes))
  }

  async runtime(typeName: string, signal: AbortSignal): Promise<Placed<Runtime>> {
    const resource = typeIn((await this.provider()).resources, typeName, 'resource')
    return { ...this.#place(typeName, signal), resource, attributes: attributesOf(resource) }
  }

  async dataRuntime(typeName: string, signal: AbortSignal): Promise<Placed<DataRuntime>> {
    const source = typeIn((await this.provider()).dataSources, typeName, 'data source')
    return { ...this.#place(typeName, signal), source, attributes: attributesOfData(source) }
  }

  async ephemeralRuntime(typeName: string, signal: AbortSignal): Promise<Placed<EphemeralRuntime>> {
    const ephemeral = typeIn((await this.provider()).ephemerals, typeName, 'ephemeral resource')
    return { ...this.#place(typeName, signal), ephemeral, attributes: ephemeral.schema.attributes }
  }

  #place(typeName: string, signal: AbortSignal): { typeName: string; client: unknown; signal: AbortSignal } {
    return { typeName, client: this.#client, signal: AbortSignal.any([signal, this.#stop.signal]) }
  }
}
