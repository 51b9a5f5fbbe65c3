import type { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { encodeStatusMessage, frame, GrpcError, grpcStatus, unframe } from './frame.ts'

/** Answers one unary call: request bytes to response bytes. `signal` aborts when the caller gave up. */
export type UnaryHandler = (request: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>

/** Answers one call with a stream: each message is sent as it comes, and no more are asked for than the caller takes. */
export interface StreamHandler {
  stream(request: Uint8Array, signal: AbortSignal): AsyncIterable<Uint8Array>
}

/** Handlers by path, such as `/tfplugin6.Provider/GetProviderSchema`. Any other path is answered UNIMPLEMENTED. */
export type Service = Readonly<Record<string, UnaryHandler | StreamHandler>>

/** Mutual TLS: our certificate and key as PEM, and the only client certificate that may connect. */
export interface MutualTls {
  readonly cert: string
  readonly key: string
  readonly client: X509Certificate
}

export interface ServerOptions {
  readonly service: Service
  /** undefined: clear text, for tests and for Terraform's own debugging */
  readonly tls?: MutualTls | undefined
  /** Called with what a handler threw that is no GrpcError: a fault of ours. */
  readonly onFault: (error: unknown, path: string) => void
}

/** Terraform allows messages of 256 MiB in both directions. */
const MAX_REQUEST_BYTES = 256 * 1024 * 1024
/** The window of HTTP/2's default, 64 KiB, would make a large state cross in thousands of round trips. */
const WINDOW_BYTES = 8 * 1024 * 1024
const CLOSE_PATIENCE_MS = 1_000
const CONTENT_TYPE = 'application/grpc'

/** By events, which cost a fraction of what iterating over a stream does. */
const readBody = async (stream: ServerHttp2Stream): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let length = 0
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      length += chunk.length
      chunks.push(chunk)
      if (length <= MAX_REQUEST_BYTES) return
      // What still comes is read and dropped.
      stream.off('data', take)
      const most = String(MAX_REQUEST_BYTES)
      reject(new GrpcError(grpcStatus.resourceExhausted, `a request may have ${most} bytes at most`))
    }
    stream.on('data', take)
    stream.once('end', resolve)
    stream.once('error', reject)
    stream.once('aborted', () => {
      reject(new GrpcError(grpcStatus.cancelled, 'the caller gave up'))
    })
  })
  const [only] = chunks
  return unframe(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks))
}

const refuse = (stream: ServerHttp2Stream, status: number, message: string): void => {
  if (stream.destroyed || stream.headersSent) return
  stream.respond(
    {
      ':status': 200,
      'content-type': CONTENT_TYPE,
      'grpc-status': String(status),
      'grpc-message': encodeStatusMessage(message),
    },
    { endStream: true },
  )
}

/** @param ending what the trailers are to say, once all is sent */
const respond = (stream: ServerHttp2Stream, ending: () => OutgoingHttpHeaders): void => {
  stream.respond({ ':status': 200, 'content-type': CONTENT_TYPE }, { waitForTrailers: true })
  stream.once('wantTrailers', () => {
    stream.sendTrailers(ending())
  })
}

const answer = (stream: ServerHttp2Stream, message: Uint8Array): void => {
  if (stream.destroyed) return
  respond(stream, () => ({ 'grpc-status': String(grpcStatus.ok) }))
  stream.end(frame(message))
}

interface Streaming {
  readonly messages: AsyncIterable<Uint8Array>
  readonly signal: AbortSignal
  readonly onFault: (error: unknown) => void
}

/** Sends messages as they come. What fails after the first of them can only be told in the trailers. */
const answerStream = async (stream: ServerHttp2Stream, { messages, signal, onFault }: Streaming): Promise<void> => {
  if (stream.destroyed) return
  let ending: OutgoingHttpHeaders = { 'grpc-status': String(grpcStatus.ok) }
  respond(stream, () => ending)
  try {
    for await (const message of messages) {
      if (signal.aborted) return
      if (!stream.write(frame(message))) await once(stream, 'drain', { signal })
    }
  } catch (error) {
    onFault(error)
    const text = error instanceof Error ? error.message : String(error)
    ending = { 'grpc-status': String(grpcStatus.internal), 'grpc-message': encodeStatusMessage(text) }
  }
  stream.end()
}

const serveCall = async (stream: ServerHttp2Stream, path: string, options: ServerOptions): Promise<void> => {
  const cancelled = new AbortController()
  stream.on('error', (error) => {
    cancelled.abort(error)
  })
  stream.on('aborted', () => {
    cancelled.abort(new GrpcError(grpcStatus.cancelled, 'the caller gave up'))
  })
  try {
    const handler = options.service[path]
    if (handler === undefined) throw new GrpcError(grpcStatus.unimplemented, `${path} is not implemented`)
    const body = await readBody(stream)
    if (typeof handler === 'function') answer(stream, await handler(body, cancelled.signal))
    else
      await answerStream(stream, {
        messages: handler.stream(body, cancelled.signal),
        signal: cancelled.signal,
        onFault: (error) => {
          if (!cancelled.signal.aborted) options.onFault(error, path)
        },
      })
  } catch (error) {
    if (!(error instanceof GrpcError)) options.onFault(error, path)
    const status = error instanceof GrpcError ? error.status : grpcStatus.internal
    refuse(stream, status, error instanceof Error ? error.message : String(error))
  }
}

const isClient = (session: ServerHttp2Session, expected: X509Certificate): boolean => {
  const { socket } = session
  return socket instanceof TLSSocket && socket.getPeerX509Certificate()?.raw.equals(expected.raw) === true
}

/** A gRPC server for unary calls on Node's own HTTP/2: a tenth of a gRPC library's start time, and all that this protocol needs. */
export class GrpcServer {
  readonly #server: Http2Server
  readonly #sessions = new Set<ServerHttp2Session>()

  constructor(options: ServerOptions) {
    const settings = { initialWindowSize: WINDOW_BYTES }
    const { tls } = options
    this.#server =
      tls === undefined
        ? createServer({ settings })
        : createSecureServer({
            settings,
            cert: tls.cert,
            key: tls.key,
            minVersion: 'TLSv1.2',
            // The client proves that it has the key of the certificate that it shows; isClient compares that with the one we were told.
            // Naming it in `ca` instead would make Node load 150 public roots first, for 16 ms of each start.
            requestCert: true,
            rejectUnauthorized: false,
            ca: [],
          })
    this.#server.on('session', (session) => {
      if (tls !== undefined && !isClient(session, tls.client)) {
        session.destroy()
        return
      }
      session.setLocalWindowSize(WINDOW_BYTES)
      this.#sessions.add(session)
      session.once('close', () => this.#sessions.delete(session))
    })
    this.#server.on('stream', (stream, headers) => {
      void serveCall(stream, headers[':path'] ?? '', options)
    })
  }

  /** Answers the calls of one more connection. */
  accept(socket: Socket): void {
    this.#server.emit('connection', socket)
  }

  /** Lets the calls under way finish, and drops what is left after a second. */
  async close(): Promise<void> {
    const closed = [...this.#sessions].map(async (session) => {
      await new Promise((resolve) => session.once('close', resolve))
    })
    for (const session of this.#sessions) session.close()
    const patience = setTimeout(() => {
      for (const session of this.#sessions) session.destroy()
    }, CLOSE_PATIENCE_MS)
    await Promise.all(closed)
    clearTimeout(patience)
  }
}
