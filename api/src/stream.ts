import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type * as z from 'zod'
import type { Client } from './client.ts'
import type { Route } from './route.ts'

/** An event of a stream: its name and its document. */
export type StreamEvent<R extends Route> =
  R['events'] extends Readonly<Record<string, z.ZodType>>
    ? {
        [K in keyof R['events'] & string]: { readonly event: K; readonly data: z.output<R['events'][K]> }
      }[keyof R['events'] & string]
    : never

/** Which stream: an event route of the API, with what it asks for. */
export interface StreamSource<R extends Route> {
  readonly route: R
  readonly params?: z.input<R['params']>
  readonly query?: z.input<R['query']>
}

export interface FollowOptions {
  readonly signal: AbortSignal
  /** A stream that says nothing for this long is dead: the server sends a comment every 15 s. Default 40 000 ms. */
  readonly silenceMs?: number
  /** Called at every end of a connection, with the reason, before the next attempt. */
  readonly onDisconnect?: (reason: unknown) => void
}

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000

/**
 * Follows an event stream for ever: connects, hands every event to `onEvent` in order, and connects again when the stream ends or falls
 * silent. Streams of this API begin with the whole state, so nothing is lost by a new connection. Ends when `signal` aborts.
 */
export const follow = async <R extends Route>(
  client: Client,
  source: StreamSource<R>,
  onEvent: (event: StreamEvent<R>) => void | Promise<void>,
  options: FollowOptions,
): Promise<void> => {
  const stopped = (): boolean => options.signal.aborted
  for (let failures = 0; !stopped(); failures++) {
    try {
      await readOnce(
        client,
        source,
        async (event) => {
          failures = 0
          await onEvent(event)
        },
        options,
      )
      if (!stopped()) options.onDisconnect?.('the server ended the stream')
    } catch (error) {
      if (!stopped()) options.onDisconnect?.(error)
    }
    const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
    await sleep(ceiling * (0.5 + Math.random() / 2), options.signal)
  }
}

const readOnce = async <R extends Route>(
  client: Client,
  source: StreamSource<R>,
  onEvent: (event: StreamEvent<R>) => Promise<void>,
  options: FollowOptions,
): Promise<void> => {
  const silence = new AbortController()
  const onSilence = (): void => {
    silence.abort(new Error('the stream fell silent'))
  }
  let timer = setTimeout(onSilence, options.silenceMs ?? 40_000)
  try {
    const response = await client.open(source.route, source, AbortSignal.any([options.signal, silence.signal]))
    const waiting: EventSourceMessage[] = []
    const parser = createParser({ onEvent: (message) => void waiting.push(message) })
    const text = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer)
      timer = setTimeout(onSilence, options.silenceMs ?? 40_000)
      parser.feed(text.decode(chunk as Uint8Array, { stream: true }))
      for (const message of waiting.splice(0)) await onEvent(eventOf(source.route, message))
    }
  } finally {
    clearTimeout(timer)
  }
}

const eventOf = <R extends Route>(route: R, message: EventSourceMessage): StreamEvent<R> => {
  const event = message.event ?? 'message'
  const schema = route.events?.[event]
  if (schema === undefined) throw new Error(`unknown event "${event}" on ${route.path}`)
  const parsed: unknown = { event, data: schema.parse(JSON.parse(message.data)) }
  return parsed as StreamEvent<R>
}

const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}
