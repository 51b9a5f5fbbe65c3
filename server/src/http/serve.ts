import type { Route } from '@quantumnet/api'
import type { z } from 'zod'
import type { Caller } from '../resource-kit/caller.ts'

/** A request after validation. */
export interface Call<R extends Route> {
  readonly params: z.output<R['params']>
  readonly query: z.output<R['query']>
  readonly body: R['body'] extends z.ZodType ? z.output<R['body']> : undefined
  /** Of a public route nobody in particular. */
  readonly caller: Caller
  /** Of a stream that is opened again: where its reader was (WHATWG HTML §9.2.4). */
  readonly lastEventId: string | undefined
  /** Whether the client asks for this media type by name. */
  readonly accepts: (type: string) => boolean
}

/** An answer that is no JSON document. */
export class TextAnswer {
  readonly type: string
  readonly text: string
  readonly nextCursor: string | null

  /**
   * @param type value of Content-Type
   * @param nextCursor of a page that is not the last: told by a Link header, because the text has no place for it
   */
  constructor(type: string, text: string, nextCursor: string | null = null) {
    this.type = type
    this.text = text
    this.nextCursor = nextCursor
  }
}

/** What a handler gives; unknown keys are cut off by the route's schema. */
export type Reply<R extends Route> = R['answer'] extends z.ZodType ? z.input<R['answer']> | TextAnswer : never

/** One event of a stream before it is written. */
export type Sent<R extends Route> =
  R['events'] extends Readonly<Record<string, z.ZodType>>
    ? {
        [K in keyof R['events'] & string]: {
          readonly event: K
          readonly id?: string
          readonly data: z.input<R['events'][K]>
        }
      }[keyof R['events'] & string]
    : never

export type Handler = (call: Call<Route>) => Promise<unknown>
/** One event of a stream. `id`: where to go on after it, without a line end, in a stream that can be resumed. */
export interface StreamEvent {
  readonly event: string
  readonly id?: string
  readonly data: unknown
}

/** Opens a stream. It is read one event at a time, as fast as the client takes them, and closed when `signal` aborts. */
export type Opener = (call: Call<Route>, signal: AbortSignal) => AsyncIterable<StreamEvent>

/** What was answered, as it is now. */
export interface Reading {
  readonly document: object
  /** Ids of resources whose events say that it may be another now. */
  readonly watch: readonly string[]
}

/** What somebody waits for. */
export interface Awaited {
  readonly caller: Caller
  /** of the resource that was answered */
  readonly id: string
  /** the answer itself */
  readonly answered: object
  readonly until: 'applied' | 'realized' | 'gone'
}

/** Reads a resource again for who waits for it; undefined when it is gone. */
export type Reread = (awaited: Awaited) => Promise<Reading | undefined>

/** A route with what answers it. */
export type Served =
  | { readonly route: Route; readonly kind: 'answer'; readonly handler: Handler; readonly reread?: Reread | undefined }
  | { readonly route: Route; readonly kind: 'stream'; readonly open: Opener }

/**
 * Answers a route; the types of the call and of the reply are the route's.
 * @param reread where the route has `wait` in its query: reads what was answered again, by its id
 */
export const serve = <R extends Route>(
  route: R,
  handler: (call: Call<R>) => Promise<Reply<R>>,
  reread?: Reread,
): Served => ({ route, kind: 'answer', handler, reread })

/** Answers a route with a stream of events. */
export const serveStream = <R extends Route>(
  route: R,
  open: (call: Call<R>, signal: AbortSignal) => AsyncIterable<Sent<R>>,
): Served => ({ route, kind: 'stream', open: open as Opener })
