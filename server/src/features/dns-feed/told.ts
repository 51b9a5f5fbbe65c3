import type { News } from './news.ts'
import type { ZoneRow } from './store.ts'

/** Which version of each zone somebody was told last, and whose the zones are. */
export class ToldZones {
  readonly #zones = new Map<string, Pick<ZoneRow, 'project' | 'version'>>()
  readonly #byProject = new Map<string, Set<string>>()

  versions(): (readonly [zone: string, version: number])[] {
    return [...this.#zones].map(([zone, { version }]) => [zone, version])
  }

  versionOf(zone: string): number | undefined {
    return this.#zones.get(zone)?.version
  }

  of(project: string): readonly string[] {
    return [...(this.#byProject.get(project) ?? [])]
  }

  /** A project that is made anew under the same label takes the zone over. */
  note({ zone, project, version }: Pick<ZoneRow, 'zone' | 'project' | 'version'>): void {
    const before = this.#zones.get(zone)
    if (before !== undefined && before.project !== project) this.#leave(before.project, zone)
    this.#zones.set(zone, { project, version })
    const names = this.#byProject.get(project)
    if (names === undefined) this.#byProject.set(project, new Set([zone]))
    else names.add(zone)
  }

  /** False: it was not known. */
  forget(zone: string): boolean {
    const known = this.#zones.get(zone)
    if (known === undefined) return false
    this.#zones.delete(zone)
    this.#leave(known.project, zone)
    return true
  }

  clear(): void {
    this.#zones.clear()
    this.#byProject.clear()
  }

  /** Whether somebody who was told so much needs to be told this as well; notes that it is. */
  takes(news: News): boolean {
    if (news.kind === 'ended') return this.forget(news.zone)
    const known = this.versionOf(news.zone.zone)
    if (known !== undefined && known >= news.zone.version) return false
    this.note(news.zone)
    return true
  }

  #leave(project: string, zone: string): void {
    const names = this.#byProject.get(project)
    names?.delete(zone)
    if (names?.size === 0) this.#byProject.delete(project)
  }
}
