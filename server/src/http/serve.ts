import type { Route } from '@quantumnet/api'
import type { z } from 'zod'
import type { Actor } from '../ctx.ts'

/** A request after validation. */
export interface Call<R extends Route> {
  readonly params: z.output<R['params']>
  readonly query: z.output<R['query']>
  readonly body: R['body'] extends z.ZodType ? z.output<R['body']> : undefined
  /** Of a public route nobody in particular. */
  readonly actor: Actor
}

/** What a handler gives; unknown keys are cut off by the route's schema. */
export type Reply<R extends Route> = R['answer'] extends z.ZodType ? z.input<R['answer']> : never

/** One event of a stream before it is written. */
export type Sent<R extends Route> =
  R['events'] extends Readonly<Record<string, z.ZodType>>
    ? {
        [K in keyof R['events'] & string]: { readonly event: K; readonly data: z.input<R['events'][K]> }
      }[keyof R['events'] & string]
    : never

export type Handler = (call: Call<Route>) => Promise<unknown>
/** Opens a stream. It is read one event at a time, as fast as the client takes them, and closed when `signal` aborts. */
export type Opener = (call: Call<Route>, signal: AbortSignal) => AsyncIterable<{ event: string; data: unknown }>

/** A route with what answers it. */
export type Served =
  | { readonly route: Route; readonly kind: 'answer'; readonly handler: Handler }
  | { readonly route: Route; readonly kind: 'stream'; readonly open: Opener }

/** Answers a route; the types of the call and of the reply are the route's. */
export const serve = <R extends Route>(route: R, handler: (call: Call<R>) => Promise<Reply<R>>): Served => ({
  route,
  kind: 'answer',
  handler: handler,
})

/** Answers a route with a stream of events. */
export const serveStream = <R extends Route>(
  route: R,
  open: (call: Call<R>, signal: AbortSignal) => AsyncIterable<Sent<R>>,
): Served => ({ route, kind: 'stream', open: open as Opener })
