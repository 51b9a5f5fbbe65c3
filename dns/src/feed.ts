import { setImmediate } from 'node:timers/promises'
import { dnsRoutes, follow, type Client, type UnreadableEvent } from '@quantumnet/api'
import type { ServedZones } from './zone/served-zones.ts'

export interface FeedOptions {
  readonly client: Client
  readonly zones: ServedZones
  readonly signal: AbortSignal
  /** The feed has sent everything that there is, and goes on with what changes. */
  readonly onLive: () => void
  /** Something came. */
  readonly onHeard: () => void
  /** The connection is lost; another is tried by itself. What is served stays. */
  readonly onLost: (reason: unknown) => void
  /** A document of the feed cannot be read. What is served of that zone stays, and the others are followed on. */
  readonly onUnreadable: (problem: UnreadableEvent) => void
}

/** Serves what the server's feed says, for ever. */
export const followFeed = async ({
  client,
  zones,
  signal,
  onLive,
  onHeard,
  onLost,
  onUnreadable,
}: FeedOptions): Promise<void> => {
  await follow(
    client,
    { route: dnsRoutes.feed },
    async (message) => {
      onHeard()
      switch (message.event) {
        case 'zone':
          zones.put(message.data)
          break
        case 'zone_removed':
          zones.remove(message.data.name)
          break
        case 'synced':
          zones.synced(message.data.zones)
          onLive()
          break
      }
      // A stream that comes faster than zones can be built would otherwise leave no turn for answers.
      await setImmediate()
    },
    { signal, onDisconnect: onLost, onProblem: onUnreadable },
  )
}
