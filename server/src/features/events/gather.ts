import type { LoggedEvent } from '../../events/tail.ts'
import { isAfter, type Place } from './position.ts'

/**
 * Holds back events of action `status`, so that a resource whose status flaps is told of once in a while, with its newest event. All others
 * pass at once. Pure: whoever uses it says when the while is over.
 *
 * A reader must be able to go on from whatever it was told last, so nothing is told under a place that lies behind an event still held back.
 */
export class StatusGather {
  /** By resource, in the order in which they came first. */
  #held = new Map<string, { readonly event: LoggedEvent; readonly first: Place }>()
  /** Taken out to be told, but not told yet. */
  #leaving: Place | undefined

  /** Takes what was logged, and gives what is to be told at once. */
  add(events: readonly LoggedEvent[]): LoggedEvent[] {
    const passing: LoggedEvent[] = []
    for (const event of events) {
      const key = `${event.kind}:${event.id}`
      if (event.action === 'status') {
        this.#held.set(key, { event, first: this.#held.get(key)?.first ?? event })
        continue
      }
      // Whoever is told this reads the resource anew, with its status.
      this.#held.delete(key)
      passing.push(event)
    }
    return passing
  }

  get isEmpty(): boolean {
    return this.#held.size === 0
  }

  /** Takes out what is held back; it counts as held back until `told`. */
  take(): LoggedEvent[] {
    const [oldest] = this.#held.values()
    const events = [...this.#held.values()].map(({ event }) => event)
    this.#leaving ??= oldest?.first
    this.#held = new Map()
    return events
  }

  told(): void {
    this.#leaving = undefined
  }

  /** The place that may be told with an event, or by itself: `place`, or before the oldest event that is held back. */
  resumeAt<P extends Place>(place: P): P {
    const oldest = this.#leaving ?? this.#held.values().next().value?.first
    if (oldest === undefined || isAfter(oldest, place)) return place
    return { ...place, xid: oldest.xid, seq: oldest.seq - 1 }
  }
}

/** Of several status events of one resource only the last, in its place. For events that are read later, in bulk. */
export const withoutOlderStatus = (events: readonly LoggedEvent[]): LoggedEvent[] => {
  const last = new Map(events.map((event) => [`${event.kind}:${event.id}`, event]))
  return events.filter((event) => event.action !== 'status' || last.get(`${event.kind}:${event.id}`) === event)
}
