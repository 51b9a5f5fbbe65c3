import { follow, type Client, type Route, type StreamEvent, type StreamSource } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'

export interface Watched<R extends Route> {
  /** All that came, over every connection. */
  readonly events: StreamEvent<R>[]
  /** Why connections ended, in order. */
  readonly ends: unknown[]
  /** The first event, of those that come from `from` on, that fits. */
  readonly find: <E extends StreamEvent<R>>(
    what: string,
    fits: (event: StreamEvent<R>) => E | undefined,
    from?: number,
  ) => Promise<E>
  close(): Promise<void>
}

/** Follows a stream until it is closed, connecting again as the real followers do. @param as what is kept of an event */
export const watch = <R extends Route>(
  client: Client,
  source: StreamSource<R>,
  as: (event: StreamEvent<R>) => StreamEvent<R> = (event) => event,
): Watched<R> => {
  const stop = new AbortController()
  const events: StreamEvent<R>[] = []
  const ends: unknown[] = []
  const options = { signal: stop.signal, onDisconnect: (reason: unknown): void => void ends.push(reason) }
  const running = follow(client, source, (event) => void events.push(as(event)), options)
  return {
    events,
    ends,
    find: async (what, fits, from = 0) =>
      await eventually(
        () => {
          for (const event of events.slice(from)) {
            const fitting = fits(event)
            if (fitting !== undefined) return fitting
          }
          return undefined
        },
        { what, timeoutMs: 10_000 },
      ),
    close: async () => {
      stop.abort()
      await running
    },
  }
}
