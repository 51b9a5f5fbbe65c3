import type { routes } from '@quantumnet/api'
import { DomainError } from '../../errors.ts'
import type { EventTail, LogPosition } from '../../events/tail.ts'
import type { Db, Queryable } from '../../db/pool.ts'
import type { Sent } from '../../http/serve.ts'
import { withoutOlderStatus } from './gather.ts'
import { toldEvent, type EventHub, type ToldEvent } from './hub.ts'
import { isAfter, readPosition, writePosition, type Place } from './position.ts'
import { ReaderQueue } from './reader-queue.ts'
import { bindingsOf, readBounds, readEvents, type EventFilter } from './store.ts'

type Told = Sent<typeof routes.events.watch>

export interface EventLimits {
  /** A bookmark after so long without events; then it is also looked whether the reader's token is still good. */
  readonly bookmarkMs: number
  /** Events that wait for a slow reader at most. */
  readonly queueLength: number
  /** Status of one resource is told once in this time at most. */
  readonly gatherMs: number
}

export const USUAL_EVENT_LIMITS: EventLimits = { bookmarkMs: 15_000, queueLength: 5_000, gatherMs: 200 }

export interface WatchCtx {
  readonly db: Db
  readonly tail: EventTail
  readonly hub: EventHub
  readonly limits: EventLimits
}

/** Who reads: which projects he may see, asked anew from time to time; undefined once his token is refused. */
export interface Reader {
  readonly visible: () => Promise<'all' | readonly string[] | undefined>
  /** Whether an event may change what he may see. */
  readonly concerns: (event: ToldEvent['event']) => boolean
}

export interface EventRequest extends Omit<EventFilter, 'visible'> {
  readonly since: string | undefined
}

/** Events that are read at once while a reader catches up. */
const PAGE = 1_000

const compacted = (why: string): DomainError =>
  new DomainError('events_compacted', `the events after this position are not there any more: ${why}`)

const fits = ({ visible, projects, kinds, resources }: EventFilter, { event }: ToldEvent): boolean =>
  (visible === 'all' || (event.project !== null && visible.includes(event.project))) &&
  (projects === undefined || (event.project !== null && projects.includes(event.project))) &&
  (kinds?.includes(event.kind) ?? true) &&
  (resources?.includes(event.id) ?? true)

const changeOf = ({ event, position, binding }: ToldEvent): Told => ({
  event: 'change',
  id: writePosition(position),
  data: {
    project: event.project,
    kind: event.kind,
    id: event.id,
    action: event.action,
    at: event.at.toISOString(),
    ...(binding && { binding }),
  },
})

const bookmarkOf = (place: LogPosition): Told => {
  const position = writePosition(place)
  return { event: 'bookmark', id: position, data: { position } }
}

const resyncOf = (place: LogPosition, reason: string): Told => {
  const position = writePosition(place)
  return { event: 'resync', id: position, data: { position, reason } }
}

/** Where a reader begins: at a place that it was told before, or now. @throws DomainError invalid_request, events_compacted */
const beginning = async (db: Queryable, since: string | undefined, now: LogPosition): Promise<LogPosition> => {
  if (since === undefined) return now
  const position = readPosition(since, now.origin)
  if (position === undefined) throw compacted('the database is another one, or was restored')
  const { floor, end } = await readBounds(db)
  if (isAfter(floor, position)) throw compacted('only the newest are kept')
  // Another server may have told more than this one has read; but nobody can have told what has not begun.
  if (BigInt(position.xid) > BigInt(end)) throw compacted('the database was restored')
  return position
}

/** What was logged between two places; ends early, with a resync, when a part of it is taken away meanwhile. */
async function* catchUp(
  db: Queryable,
  from: LogPosition,
  upTo: LogPosition,
  filter: EventFilter,
): AsyncGenerator<Told> {
  let after: Place = from
  for (;;) {
    const page = await readEvents(db, { after, upTo, limit: PAGE }, filter)
    const { floor } = await readBounds(db)
    if (isAfter(floor, after)) {
      yield resyncOf(upTo, 'events were taken away before this reader had them')
      return
    }
    const events = withoutOlderStatus(page)
    const ports = events.filter(({ kind, action }) => kind === 'port' && action === 'status').map(({ id }) => id)
    const bindings = await bindingsOf(db, ports)
    for (const event of events)
      yield changeOf(toldEvent(event, { origin: upTo.origin, xid: event.xid, seq: event.seq }, bindings))
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last
  }
}

/** What one reader follows: its filter, which its rights are part of, and what it has still to be told. */
class Following {
  readonly queue: ReaderQueue
  readonly #reader: Reader
  readonly #checkEveryMs: number
  #filter: EventFilter
  #checkAt: number

  constructor(options: {
    readonly queue: ReaderQueue
    readonly reader: Reader
    readonly filter: EventFilter
    readonly checkEveryMs: number
  }) {
    this.queue = options.queue
    this.#reader = options.reader
    this.#filter = options.filter
    this.#checkEveryMs = options.checkEveryMs
    this.#checkAt = performance.now() + options.checkEveryMs
  }

  get filter(): EventFilter {
    return this.#filter
  }

  /** Takes what is told to everybody, from after `start`. */
  offer(events: readonly ToldEvent[], start: Place): void {
    if (events.some(({ event }) => this.#reader.concerns(event))) {
      this.#checkAt = 0
      this.queue.nudge()
    }
    this.queue.add(events.filter((told) => isAfter(told.event, start) && fits(this.#filter, told)))
  }

  /** How long it may wait until its rights are looked at again. */
  get restMs(): number {
    return Math.max(0, this.#checkAt - performance.now())
  }

  /** Whether the reader's token is still good. Asks only when it is time to. */
  async mayGoOn(): Promise<boolean> {
    if (this.restMs > 0) return true
    const visible = await this.#reader.visible()
    if (visible === undefined) return false
    this.#filter = { ...this.#filter, visible }
    this.#checkAt = performance.now() + this.#checkEveryMs
    return true
  }
}

/** What happens while somebody follows. Ends when the signal aborts, or the reader's token is refused. */
async function* live(following: Following): AsyncGenerator<Told> {
  for (;;) {
    const taken = await following.queue.take(following.restMs)
    if (taken?.position === undefined || !(await following.mayGoOn())) return
    if (taken.found === 'overflow') yield resyncOf(taken.position, 'this reader took events slower than they came')
    if (taken.found === 'nothing') yield bookmarkOf(taken.position)
    // What it may not see any more since it was queued is left out.
    for (const told of taken.events) if (fits(following.filter, told)) yield changeOf(told)
  }
}

/**
 * The events that a reader may see and asks for: those that it missed, then those that come. It subscribes before it reads the log, so what
 * happens meanwhile waits in its queue.
 */
export async function* watchEvents(
  ctx: WatchCtx,
  reader: Reader,
  request: EventRequest,
  signal: AbortSignal,
): AsyncGenerator<Told> {
  const { db, tail, hub, limits } = ctx
  const visible = await reader.visible()
  const now = tail.position()
  if (visible === undefined || now === undefined)
    throw new DomainError('unavailable', 'the event log was not read yet; try again in a moment')
  const queue = new ReaderQueue(limits.queueLength, signal, () => hub.position())
  const filter = { ...request, visible }
  const following = new Following({ queue, reader, filter, checkEveryMs: limits.bookmarkMs })
  let start: Place = now
  const unsubscribe = hub.subscribe((events) => {
    following.offer(events, start)
  })
  try {
    const from = await beginning(db, request.since, now)
    // Another server, which has read further, may have told it already.
    if (isAfter(from, now)) start = from
    yield bookmarkOf(from)
    yield* catchUp(db, from, now, filter)
    yield* live(following)
  } finally {
    unsubscribe()
  }
}
