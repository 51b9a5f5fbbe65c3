import type { Binding } from '@quantumnet/api'
import type { Logger } from 'pino'
import type { Queryable } from '../../db/pool.ts'
import type { EventTail, LoggedEvent, LogPosition } from '../../events/tail.ts'
import { StatusGather } from './gather.ts'
import { bindingsOf } from './store.ts'

/** An event as readers are told it. */
export interface ToldEvent {
  readonly event: LoggedEvent
  /** where to go on after it */
  readonly position: LogPosition
  /** how a port is bound, with its status */
  readonly binding?: Binding
}

type Listener = (events: readonly ToldEvent[]) => void

/**
 * What all event streams of this process share: one subscription to the log, in which the status of a resource that flaps is gathered, and
 * one query for how ports are bound then, however many readers there are.
 */
export class EventHub {
  readonly #db: Queryable
  readonly #tail: Pick<EventTail, 'subscribe' | 'position'>
  readonly #log: Logger
  readonly #gatherMs: number
  readonly #gather = new StatusGather()
  readonly #listeners = new Set<Listener>()
  readonly #unsubscribe: () => void
  #timer: NodeJS.Timeout | undefined

  /** @param options.gatherMs for how long status is gathered */
  constructor(options: {
    readonly db: Queryable
    readonly tail: Pick<EventTail, 'subscribe' | 'position'>
    readonly log: Logger
    readonly gatherMs: number
  }) {
    const { db, tail, log, gatherMs } = options
    this.#db = db
    this.#tail = tail
    this.#log = log
    this.#gatherMs = gatherMs
    this.#unsubscribe = tail.subscribe((events) => {
      this.#onEvents(events)
    })
  }

  /** Calls `listener` with what is told from now on, until the returned function is called. It must not throw or wait. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Up to where everything was told, with nothing held back; undefined before the log was read. */
  position(): LogPosition | undefined {
    const position = this.#tail.position()
    return position && this.#gather.resumeAt(position)
  }

  close(): void {
    this.#unsubscribe()
    clearTimeout(this.#timer)
  }

  #onEvents(events: readonly LoggedEvent[]): void {
    if (this.#listeners.size === 0) return
    const passing = this.#gather.add(events)
    const origin = this.#tail.position()?.origin ?? ''
    this.#tell(
      passing.map((event) => ({
        event,
        position: this.#gather.resumeAt({ origin, xid: event.xid, seq: event.seq }),
      })),
    )
    if (this.#gather.isEmpty || this.#timer !== undefined) return
    this.#timer = setTimeout(() => void this.#flush(), this.#gatherMs)
  }

  async #flush(): Promise<void> {
    const events = this.#gather.take()
    const ports = events.filter(({ kind }) => kind === 'port').map(({ id }) => id)
    const bindings = await bindingsOf(this.#db, ports).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'cannot tell how ports are bound; readers of events look themselves')
      return new Map<string, Binding>()
    })
    this.#gather.told()
    this.#timer = this.#gather.isEmpty ? undefined : setTimeout(() => void this.#flush(), this.#gatherMs)
    const position = this.position()
    if (position === undefined) return
    this.#tell(events.map((event) => toldEvent(event, position, bindings)))
  }

  #tell(events: readonly ToldEvent[]): void {
    if (events.length === 0) return
    for (const listener of this.#listeners) listener(events)
  }
}

export const toldEvent = (
  event: LoggedEvent,
  position: LogPosition,
  bindings: ReadonlyMap<string, Binding>,
): ToldEvent => {
  const binding = event.action === 'status' ? bindings.get(event.id) : undefined
  return { event, position, ...(binding && { binding }) }
}
