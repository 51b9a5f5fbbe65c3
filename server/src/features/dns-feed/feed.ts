import { setTimeout as sleep } from 'node:timers/promises'
import type { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { StaleKeys } from '../../events/stale-keys.ts'
import type { EventTail, LoggedEvent } from '../../events/tail.ts'
import type { Sent } from '../../http/serve.ts'
import { publishZones, type PublishedZone } from './publish.ts'
import { liveProjects } from './store.ts'

export interface DnsCtx extends Ctx {
  readonly tail: EventTail
}

type ZoneEvent = Sent<typeof routes.dns.feed>

/** Zones read at once. */
const BATCH = 100
/** Changes that come within this time are told together: a plan of fifty ports gives a few zones, not fifty. */
const GATHER_MS = 50

/** Projects whose names an event may change. Where a port is bound does not. */
export const projectsOf = (events: readonly LoggedEvent[]): string[] =>
  events
    .filter(({ kind, action }) => action !== 'status' && (kind === 'port' || kind === 'project'))
    .flatMap(({ project }) => project ?? [])

/** What one client of the feed has been told. */
export class ToldZones {
  readonly #byProject = new Map<string, { readonly name: string; readonly serial: number }>()

  names(): string[] {
    return [...this.#byProject.values()].map(({ name }) => name)
  }

  /** What has to be said now that `zones` are the zones of `projects`. */
  changes(projects: readonly string[], zones: readonly PublishedZone[]): ZoneEvent[] {
    const told: ZoneEvent[] = []
    for (const { project, zone } of zones) {
      if (this.#byProject.get(project)?.serial === zone.serial) continue
      this.#byProject.set(project, { name: zone.name, serial: zone.serial })
      told.push({ event: 'zone', data: zone })
    }
    const living = new Set(zones.map(({ project }) => project))
    for (const project of projects) {
      const name = this.#byProject.get(project)?.name
      if (name === undefined || living.has(project)) continue
      this.#byProject.delete(project)
      // A project made anew under the same label has taken the zone over.
      if (!this.names().includes(name)) told.push({ event: 'zone_removed', data: { name } })
    }
    return told
  }
}

async function* changesOf(ctx: DnsCtx, told: ToldZones, projects: readonly string[]): AsyncGenerator<ZoneEvent> {
  for (let start = 0; start < projects.length; start += BATCH) {
    const batch = projects.slice(start, start + BATCH)
    yield* told.changes(batch, await publishZones(ctx, batch))
  }
}

/** All zones, then "synced", then each that changes. */
export async function* zoneEvents(ctx: DnsCtx, signal: AbortSignal): AsyncGenerator<ZoneEvent> {
  const stale = new StaleKeys(signal)
  const told = new ToldZones()
  const unsubscribe = ctx.tail.subscribe((events) => {
    stale.add(projectsOf(events))
  })
  try {
    yield* changesOf(ctx, told, await liveProjects(ctx.db))
    yield { event: 'synced', data: { zones: told.names() } }
    for (let projects = await stale.take(); projects !== undefined; projects = await stale.take()) {
      yield* changesOf(ctx, told, projects)
      await sleep(GATHER_MS)
    }
  } finally {
    unsubscribe()
  }
}
