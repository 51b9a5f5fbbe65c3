import { diagnosticToMessage } from '../convert/diagnostics.ts'
import {
  attributesOf,
  diagnosticsOf,
  failure,
  Refusal,
  type Attributes,
  type DataRuntime,
  type Diagnostic,
  type Provider,
  type Runtime,
} from '../framework/index.ts'
import { GrpcError, grpcStatus } from '../wire/grpc/frame.ts'
import type { UnaryHandler } from '../wire/grpc/server.ts'
import type { Diagnostic as DiagnosticMessage } from '../wire/messages/values.ts'
import type { Encodable, Message } from '../wire/protobuf/message.ts'

/** What happened in an operation, for Terraform's log. */
export interface Log {
  readonly debug: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  readonly error: (message: string, fields?: Readonly<Record<string, unknown>>) => void
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

  /** @throws GrpcError for a type that the schema does not have, which Terraform never asks for */
  async runtime(typeName: string, signal: AbortSignal): Promise<Runtime & { readonly attributes: Attributes }> {
    const { resources } = await this.provider()
    const resource = Object.hasOwn(resources, typeName) ? resources[typeName] : undefined
    if (resource === undefined) throw new GrpcError(grpcStatus.unimplemented, `there is no resource ${typeName}`)
    return {
      typeName,
      resource,
      client: this.#client,
      signal: AbortSignal.any([signal, this.#stop.signal]),
      attributes: attributesOf(resource),
    }
  }

  /** @throws GrpcError for a type that the schema does not have */
  async dataRuntime(typeName: string, signal: AbortSignal): Promise<DataRuntime & { readonly attributes: Attributes }> {
    const { dataSources = {} } = await this.provider()
    const source = Object.hasOwn(dataSources, typeName) ? dataSources[typeName] : undefined
    if (source === undefined) throw new GrpcError(grpcStatus.unimplemented, `there is no data source ${typeName}`)
    return {
      typeName,
      source,
      client: this.#client,
      signal: AbortSignal.any([signal, this.#stop.signal]),
      attributes: source.schema.attributes,
    }
  }
}

/** An operation: its messages, and what it does. */
export interface Operation {
  readonly name: string
  bind(host: Host): UnaryHandler
}

interface WithDiagnostics {
  readonly diagnostics?: readonly Encodable<typeof DiagnosticMessage>[] | undefined
}

/**
 * Joins the messages of an operation with its handler. What a handler throws becomes a diagnostic: a failed call would be shown by
 * Terraform without the resource that it was about.
 * @param fallback what to answer beside the diagnostics then
 */
export const operation = <Request, RequestIn, Response, ResponseIn extends WithDiagnostics>(
  name: string,
  messages: { readonly request: Message<Request, RequestIn>; readonly response: Message<Response, ResponseIn> },
  handle: (request: Request, host: Host, signal: AbortSignal) => Promise<ResponseIn>,
  fallback?: (request: Request) => ResponseIn,
): Operation => ({
  name,
  bind: (host) => async (bytes, signal) => {
    const request = messages.request.fromBytes(bytes)
    const began = performance.now()
    try {
      const response = messages.response.toBytes(await handle(request, host, signal))
      host.log.debug(name, { took_ms: Math.round(performance.now() - began) })
      return response
    } catch (error) {
      if (error instanceof GrpcError) throw error
      const diagnostics = host.report(diagnosticsOf(error, `answer ${name}`), {})
      const answer: WithDiagnostics = { ...fallback?.(request), diagnostics }
      return messages.response.toBytes(answer as ResponseIn)
    }
  },
})
