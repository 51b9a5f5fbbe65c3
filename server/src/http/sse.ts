import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../errors.ts'
import type { Grants } from '../resource-kit/caller.ts'
import type { Opener, StreamEvent } from './serve.ts'

/**
 * Server-sent events (WHATWG HTML §9.2), written to the raw response. A stream is read one event at a time, and the next one only when the
 * client has taken the last: a slow client slows its own stream and keeps nothing but one event in memory.
 *
 * Not by @fastify/sse 0.6: its `send` waits for "drain" or "error", but a client that goes away while it is slow gives only "close", so the
 * wait and all that hangs on it never end; its heartbeat is written into a full buffer, without bound; and its streams keep `close()` from
 * ending.
 */
export interface Streams {
  /** Answers a request with a stream. Throws what the stream throws before its first event; later errors end it. */
  serve(request: FastifyRequest, reply: FastifyReply, open: (signal: AbortSignal) => ReturnType<Opener>): Promise<void>
  /** Ends every stream: its client opens it again, and is told everything anew. */
  end(): void
  /** Ends the streams of tokens that are not good any more. @param isGood asked once for each token that has a stream */
  endUnless(isGood: (tokenId: string) => Promise<boolean>): Promise<void>
  /** Ends every stream, and each that is opened from now on. */
  close(): void
}

export interface StreamLimits {
  /** A comment after so long keeps proxies from closing the connection, and lets the client notice a dead one. */
  readonly heartbeatMs: number
  /** A client that takes nothing for so long is cut off. */
  readonly stallMs: number
  /** How many the tokens of one project may have open at a time on this server. Agents and DNS servers are the platform's own. */
  readonly mostPerProject: number
}

const USUAL_LIMITS: StreamLimits = { heartbeatMs: 15_000, stallMs: 30_000, mostPerProject: 100 }

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // nginx collects a response before it passes it on, unless told otherwise.
  'x-accel-buffering': 'no',
  // A stream ends with its server or because of its client: nobody sends another request after it.
  connection: 'close',
}

const frame = ({ event, id, data }: StreamEvent): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`

/** Resolves when the client has taken what was written, or is gone; cuts it off when it does neither. */
const drained = async (response: ServerResponse, stallMs: number): Promise<void> => {
  await new Promise<void>((resolve) => {
    const onEnd = (): void => {
      clearTimeout(timer)
      response.off('drain', onEnd).off('close', onEnd)
      resolve()
    }
    const timer = setTimeout(() => response.destroy(), stallMs)
    response.on('drain', onEnd).on('close', onEnd)
  })
}

const write = async (
  response: ServerResponse,
  events: AsyncIterator<StreamEvent>,
  first: IteratorResult<StreamEvent>,
  stallMs: number,
): Promise<void> => {
  for (let next = first; next.done !== true; next = await events.next()) {
    if (response.destroyed) return
    if (!response.write(frame(next.value))) await drained(response, stallMs)
  }
}

/** @throws DomainError unavailable: streams cost a connection and a reader each, and one project is not to take them all */
const requirePlace = (
  open: Iterable<Grants | undefined>,
  { mostPerProject }: StreamLimits,
  grants: Grants | undefined,
): void => {
  const project = grants?.projectId
  if (project == null) return
  let count = 0
  for (const each of open) if (each?.projectId === project) count++
  if (count >= mostPerProject)
    throw new DomainError(
      'unavailable',
      `the tokens of project ${project} have ${String(mostPerProject)} streams open on this server already, and more are not allowed`,
      { remedy: 'Close a stream that nobody reads any more; one stream tells all kinds of events.' },
    )
}

export const openStreams = (chosen: Partial<StreamLimits> = {}): Streams => {
  const limits = { ...USUAL_LIMITS, ...chosen }
  /** With what each was opened by. */
  const active = new Map<AbortController, Grants | undefined>()
  let closed = false
  const end = (): void => {
    for (const stream of active.keys()) stream.abort()
  }
  return {
    end,
    endUnless: async (isGood) => {
      for (const token of new Set([...active.values()].map((grants) => grants?.tokenId))) {
        if (token === undefined || (await isGood(token))) continue
        for (const [stream, of] of active) if (of?.tokenId === token) stream.abort()
      }
    },
    serve: async (request, reply, open) => {
      const response = reply.raw
      requirePlace(active.values(), limits, request.grants)
      const ended = new AbortController()
      active.set(ended, request.grants)
      response.once('close', () => {
        ended.abort()
      })
      // A client may go between our look and our write; "close" follows and ends the stream.
      response.on('error', (error) => {
        request.log.debug({ err: error }, 'a stream was written after its client had gone')
      })
      if (closed) ended.abort()
      const events = open(ended.signal)[Symbol.asyncIterator]()
      let heartbeat: NodeJS.Timeout | undefined
      try {
        const first = await events.next()
        reply.hijack()
        response.writeHead(200, { ...HEADERS, 'x-request-id': request.id })
        heartbeat = setInterval(() => {
          if (!response.writableNeedDrain && !response.destroyed) response.write(': heartbeat\n\n')
        }, limits.heartbeatMs)
        await write(response, events, first, limits.stallMs)
      } catch (error) {
        if (!response.headersSent) throw error
        request.log.warn({ err: error }, 'the stream is ended early; its client will open it again')
      } finally {
        clearInterval(heartbeat)
        active.delete(ended)
        ended.abort()
        await events.return?.()
        if (response.headersSent) response.end()
      }
    },
    close: () => {
      closed = true
      end()
    },
  }
}
