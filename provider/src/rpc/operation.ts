import { diagnosticsOf } from '../framework/index.ts'
import { GrpcError } from '../wire/grpc/frame.ts'
import type { StreamHandler, UnaryHandler } from '../wire/grpc/server.ts'
import type { Diagnostic as DiagnosticMessage } from '../wire/messages/values.ts'
import type { Encodable, Message } from '../wire/protobuf/message.ts'
import type { Host } from './host.ts'

/** An operation: its messages, and what it does. */
export interface Operation {
  readonly name: string
  bind(host: Host): UnaryHandler | StreamHandler
}

/** What a log line says of a request, under the names that Go's providers use. */
const aboutOf = (request: unknown): Readonly<Record<string, string>> => {
  const { typeName } = request as { readonly typeName?: string }
  return typeName === undefined ? {} : { tf_resource_type: typeName }
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
      host.log.debug(name, { ...aboutOf(request), took_ms: Math.round(performance.now() - began) })
      return response
    } catch (error) {
      if (error instanceof GrpcError) throw error
      const diagnostics = host.report(diagnosticsOf(error, `answer ${name}`), {})
      const answer: WithDiagnostics = { ...fallback?.(request), diagnostics }
      return messages.response.toBytes(answer as ResponseIn)
    }
  },
})
