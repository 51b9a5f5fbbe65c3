import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { dnsRoutes, follow, type Client, type StreamEvent, type UnreadableEvent } from '@quantumnet/api'
import { isNewer } from './zone/serial.ts'
import type { ServedZones, ZoneSerial } from './zone/served-zones.ts'

export interface FeedOptions {
  readonly client: Client
  readonly zones: ServedZones
  /** where to go on; undefined: with everything */
  readonly position: string | undefined
  readonly signal: AbortSignal
  /** The feed has sent everything that there is, and goes on with what changes. */
  readonly onLive: () => void
  /** Something came. */
  readonly onHeard: () => void
  /** Everything up to this position is served. */
  readonly onPosition: (position: string) => void
  /** These zones are served with greater serials than the feed has. */
  readonly onAhead: (zones: readonly ZoneSerial[]) => void
  /** The connection is lost; another is tried by itself. What is served stays. */
  readonly onLost: (reason: unknown) => void
  /** A document of the feed cannot be read. What is served of that zone stays, and the others are followed on. */
  readonly onUnreadable: (problem: UnreadableEvent) => void
}

const ANEW_MS = 500

type FeedEvent = StreamEvent<typeof dnsRoutes.feed>

/** Serves what the server's feed says, for ever. A change that does not fit what is served makes it begin anew, with everything. */
export const followFeed = async (options: FeedOptions): Promise<void> => {
  let position = options.position
  while (!options.signal.aborted) {
    const gap = new AbortController()
    await followOnce(options, position, gap)
    position = undefined
    // A zone that can never be served must not make us ask for everything without end.
    await sleep(ANEW_MS, undefined, { signal: options.signal }).catch(() => undefined)
  }
}

const followOnce = async (
  { client, zones, signal, ...told }: FeedOptions,
  position: string | undefined,
  gap: AbortController,
): Promise<void> => {
  const query = position === undefined ? {} : { since: position }
  /** Asked for everything, there is no more to ask for. */
  let hasAll = position === undefined
  let last: string | undefined
  const hasGap = (): boolean => gap.signal.aborted
  const take = (message: FeedEvent): void => {
    switch (message.event) {
      case 'zone':
        zones.put(message.data)
        break
      case 'zone_changed':
        if (!zones.change(message.data)) gap.abort()
        break
      case 'zone_removed':
        zones.remove(message.data.name)
        break
      case 'synced': {
        const others = zones.synced(message.data.zones)
        const ahead = others.filter(({ served, serial }) => served !== undefined && isNewer(served, serial))
        if (ahead.length > 0) told.onAhead(ahead.map(({ name, served = 0 }) => ({ name, serial: served })))
        if (others.length > ahead.length && !hasAll) gap.abort()
        hasAll = true
        told.onLive()
      }
    }
  }
  await follow(
    client,
    { route: dnsRoutes.feed, query },
    async (message) => {
      // What is still to come of the stream has no place any more.
      if (hasGap()) return
      told.onHeard()
      take(message)
      last = message.id ?? last
      // A gap begins anew with everything, and means nothing to the place to go on from.
      if (message.id !== undefined && !hasGap()) told.onPosition(message.id)
      // A stream that comes faster than zones can be built would otherwise leave no turn for answers.
      await setImmediate()
    },
    {
      signal: AbortSignal.any([signal, gap.signal]),
      onDisconnect: (reason) => {
        hasAll = position === undefined && last === undefined
        told.onLost(reason)
      },
      onProblem: told.onUnreadable,
    },
  )
}
