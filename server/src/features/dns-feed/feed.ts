import { setTimeout as sleep } from 'node:timers/promises'
import type { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { StaleKeys } from '../../events/stale-keys.ts'
import type { EventTail, LoggedEvent } from '../../events/tail.ts'
import type { Sent } from '../../http/serve.ts'
import { publishChanged, publishZones, type PublishedZone } from './publish.ts'
import { liveProjects } from './store.ts'

export interface DnsCtx extends Ctx {
  readonly tail: EventTail
}

type ZoneEvent = Sent<typeof routes.dns.feed>

/** Zones read at once. */
const BATCH = 100
/** Changes that come within this time are told together: a plan of fifty ports gives a few zones, not fifty. */
const GATHER_MS = 5

/** Kinds whose changes show in zones: of a network, that it is there. */
const SHOWN: ReadonlySet<string> = new Set<LoggedEvent['kind']>([
  'port',
  'project',
  'network',
  'dns_zone',
  'dns_record',
])

/** Projects whose names an event may change. Where a port is bound does not. */
export const projectsOf = (events: readonly LoggedEvent[]): string[] =>
  events.filter(({ kind, action }) => action !== 'status' && SHOWN.has(kind)).flatMap(({ project }) => project ?? [])

/** What one client of the feed has been told. */
export class ToldZones {
  readonly #zones = new Map<string, { readonly project: string; readonly serial: number }>()
  readonly #byProject = new Map<string, Set<string>>()

  names(): string[] {
    return [...this.#zones.keys()]
  }

  /** What has to be said now that `zones` are the zones of `projects`. */
  changes(projects: readonly string[], zones: readonly PublishedZone[]): ZoneEvent[] {
    const told: ZoneEvent[] = []
    for (const { project, zone } of zones) {
      const known = this.#zones.get(zone.name)
      this.#note(project, zone)
      if (known?.serial !== zone.serial) told.push({ event: 'zone', data: zone })
    }
    const living = new Set(zones.map(({ zone }) => zone.name))
    for (const project of projects)
      for (const name of this.#byProject.get(project) ?? [])
        if (!living.has(name)) {
          this.#forget(project, name)
          told.push({ event: 'zone_removed', data: { name } })
        }
    return told
  }

  /** A project that is made anew under the same label takes the zone over. */
  #note(project: string, { name, serial }: PublishedZone['zone']): void {
    const before = this.#zones.get(name)
    if (before !== undefined && before.project !== project) this.#byProject.get(before.project)?.delete(name)
    this.#zones.set(name, { project, serial })
    const names = this.#byProject.get(project)
    if (names === undefined) this.#byProject.set(project, new Set([name]))
    else names.add(name)
  }

  #forget(project: string, name: string): void {
    this.#zones.delete(name)
    const names = this.#byProject.get(project)
    names?.delete(name)
    if (names?.size === 0) this.#byProject.delete(project)
  }
}

type Publish = typeof publishZones

async function* changesOf(
  ctx: DnsCtx,
  told: ToldZones,
  { projects, publish }: { readonly projects: readonly string[]; readonly publish: Publish },
): AsyncGenerator<ZoneEvent> {
  for (let start = 0; start < projects.length; start += BATCH) {
    const batch = projects.slice(start, start + BATCH)
    yield* told.changes(batch, await publish(ctx, batch))
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
    yield* changesOf(ctx, told, { projects: await liveProjects(ctx.db), publish: publishZones })
    yield { event: 'synced', data: { zones: told.names() } }
    for (let projects = await stale.take(); projects !== undefined; projects = await stale.take()) {
      yield* changesOf(ctx, told, { projects, publish: publishChanged })
      await sleep(GATHER_MS)
    }
  } finally {
    unsubscribe()
  }
}
