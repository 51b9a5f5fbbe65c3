import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type * as z from 'zod'
import { ApiError, ConnectionError, reasonOf, type Client } from './client.ts'
import type { Route } from './route.ts'
import { pause, timeLimit } from './time.ts'

/** An event of a stream: its name and its document, and where to go on after it in a stream that can be resumed. */
export type StreamEvent<R extends Route> =
  R['events'] extends Readonly<Record<string, z.ZodType>>
    ? {
        [K in keyof R['events'] & string]: {
          readonly event: K
          readonly data: z.output<R['events'][K]>
          readonly id?: string
        }
      }[keyof R['events'] & string]
    : never

/** Which stream: an event route of the API, with what it asks for. */
export interface StreamSource<R extends Route> {
  readonly route: R
  readonly params?: z.input<R['params']>
  readonly query?: z.input<R['query']>
}

/** A message that this reader cannot make sense of, so it was passed over. */
export interface UnreadableEvent {
  readonly event: string
  /** what the document names itself by, where it has a name */
  readonly name: string | undefined
  readonly error: unknown
}

export interface FollowOptions {
  readonly signal: AbortSignal
  /** A stream that says nothing for this long is dead: the server sends a comment every 15 s. Default 40 000 ms. */
  readonly silenceMs?: number
  /** Called at every end of a connection, with the reason, before the next attempt. */
  readonly onDisconnect?: (reason: unknown) => void
  /**
   * Called for a document that does not match its schema, instead of `onEvent`; the stream goes on. One document of a newer server must not keep
   * all others from a reader. Events whose name is not known are passed over without a word.
   */
  readonly onProblem?: (problem: UnreadableEvent) => void
}

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000

/**
 * Follows an event stream for ever: connects, hands every event to `onEvent` in order, and connects again when the stream ends or falls
 * silent. Ends when `signal` aborts. Nothing is lost by a new connection: a stream begins with the whole state, or, where its events have ids, is
 * resumed after the last one. When the server has not kept so much, `onDisconnect` is told an ApiError `events_compacted`, and the stream begins
 * anew: then list again.
 */
export const follow = async <R extends Route>(
  client: Client,
  source: StreamSource<R>,
  onEvent: (event: StreamEvent<R>) => void | Promise<void>,
  options: FollowOptions,
): Promise<void> => {
  const stopped = (): boolean => options.signal.aborted
  let lastId: string | undefined
  for (let failures = 0; !stopped(); failures++) {
    try {
      await readOnce(
        client,
        resumed(source, lastId),
        async (event) => {
          failures = 0
          await onEvent(event)
          lastId = event.id ?? lastId
        },
        options,
      )
      if (!stopped()) options.onDisconnect?.('the server ended the stream')
    } catch (error) {
      if (error instanceof ApiError && error.code === 'events_compacted') lastId = undefined
      if (!stopped()) options.onDisconnect?.(error)
    }
    const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
    await pause(ceiling * (0.5 + Math.random() / 2), options.signal)
  }
}

/** The same stream, from after the event with this id. */
const resumed = <R extends Route>(source: StreamSource<R>, id: string | undefined): StreamSource<R> => {
  if (id === undefined) return source
  const query: unknown = { ...source.query, since: id }
  return { ...source, query: query as z.input<R['query']> }
}

const readOnce = async <R extends Route>(
  client: Client,
  source: StreamSource<R>,
  onEvent: (event: StreamEvent<R>) => Promise<void>,
  options: FollowOptions,
): Promise<void> => {
  const silence = timeLimit(options.silenceMs ?? 40_000, options.signal, 'the stream fell silent')
  try {
    const response = await client.open(source.route, source, silence.signal)
    const waiting: EventSourceMessage[] = []
    const parser = createParser({ onEvent: (message) => void waiting.push(message) })
    const text = new TextDecoder()
    for await (const chunk of chunksOf(response)) {
      silence.restart()
      parser.feed(text.decode(chunk, { stream: true }))
      const events = waiting.splice(0).map((message) => eventOf(source.route, message, options))
      for (const event of events.filter((readable) => readable !== undefined)) await onEvent(event)
    }
  } finally {
    silence.clear()
  }
}

/** What comes of a stream. @throws ConnectionError when it breaks off */
async function* chunksOf({ body, url }: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk as Uint8Array
  } catch (error) {
    throw new ConnectionError(`the stream of ${url} broke off: ${reasonOf(error)}`, { cause: error })
  }
}

/** The event in a message; undefined when it is passed over. */
const eventOf = <R extends Route>(
  route: R,
  message: EventSourceMessage,
  { onProblem }: FollowOptions,
): StreamEvent<R> | undefined => {
  const event = message.event ?? 'message'
  const events = route.events ?? {}
  const schema = Object.hasOwn(events, event) ? events[event] : undefined
  if (schema === undefined) return undefined
  let document: unknown
  try {
    document = JSON.parse(message.data)
    const id = message.id === undefined ? {} : { id: message.id }
    const parsed: unknown = { event, data: schema.parse(document), ...id }
    return parsed as StreamEvent<R>
  } catch (error) {
    onProblem?.({ event, name: nameOf(document), error })
    return undefined
  }
}

const nameOf = (document: unknown): string | undefined =>
  typeof document === 'object' && document !== null && 'name' in document && typeof document.name === 'string'
    ? document.name
    : undefined
