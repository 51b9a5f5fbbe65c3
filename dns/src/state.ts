import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isDnsName } from '@quantumnet/api'
import { decodeZone, encodeZone } from './zone/zone-file.ts'
import type { Zone } from './zone/zone.ts'

/** Which zones there are, and up to where in the feed. */
export interface ZoneList {
  readonly position: string | null
  readonly zones: readonly string[]
}

/** What was served last: every zone there is, and where the feed goes on. */
export interface SavedState {
  /** in the feed, up to which the zones are; null: not known */
  readonly position: string | null
  /** undefined: there is such a zone, but its file is missing or damaged */
  readonly zones: ReadonlyMap<string, Zone | undefined>
}

const FORMAT = 'quantumnet-dns 3'
const LIST_FILE = 'zones'
const ZONE_SUFFIX = '.zone'
const NEW_SUFFIX = '.new'
/** So many are read at once when the process starts. */
const FILES_AT_ONCE = 64

type OnProblem = (file: string, problem: string) => void

/**
 * The last good zones on disk, a file each, so that a change writes one zone. Every file is replaced as a whole and carries a digest of itself.
 * The list says which zones there are: a zone is written before the list that names it, and removed after the one that does not.
 */
export class StateFolder {
  readonly #path: string

  private constructor(path: string) {
    this.#path = path
  }

  /** @throws when the folder cannot be made */
  static async open(path: string): Promise<StateFolder> {
    const folder = new StateFolder(path)
    await folder.#make()
    return folder
  }

  /** What was saved; undefined when there is nothing, or no list of the zones that can be trusted. */
  async load(onProblem: OnProblem): Promise<SavedState | undefined> {
    const list = await this.#read(LIST_FILE, parseList, onProblem)
    if (list === undefined) return undefined
    const zones = new Map<string, Zone | undefined>()
    for (let from = 0; from < list.zones.length; from += FILES_AT_ONCE)
      for (const [name, zone] of await Promise.all(
        list.zones.slice(from, from + FILES_AT_ONCE).map(async (name) => await this.#loadZone(name, onProblem)),
      ))
        zones.set(name, zone)
    return { position: list.position, zones }
  }

  async #loadZone(name: string, onProblem: OnProblem): Promise<[name: string, zone: Zone | undefined]> {
    const zone = await this.#read(name + ZONE_SUFFIX, decodeZone, onProblem)
    if (zone !== undefined && zone.name !== name) onProblem(name + ZONE_SUFFIX, `it holds the zone ${zone.name}`)
    return [name, zone?.name === name ? zone : undefined]
  }

  /** The zone's name becomes a file's name: it must be a DNS name, which has no slash. */
  async putZone(zone: Zone): Promise<void> {
    await this.#write(zone.name + ZONE_SUFFIX, encodeZone(zone))
  }

  /** The zones must be there: what they are at is said to be up to the position. */
  async putList(list: ZoneList): Promise<void> {
    await this.#write(LIST_FILE, Buffer.from(JSON.stringify(list)))
    await this.#syncFolder()
  }

  /** Removes the files of zones that are not in the list, and what an interrupted write left behind. */
  async keepOnly(zones: ReadonlySet<string>): Promise<void> {
    for (const file of await readdir(this.#path)) {
      const stale = file.endsWith(ZONE_SUFFIX) && !zones.has(file.slice(0, -ZONE_SUFFIX.length))
      if (stale || file.endsWith(NEW_SUFFIX)) await rm(join(this.#path, file), { force: true })
    }
  }

  async #read<T>(file: string, parse: (body: Buffer) => T, onProblem: OnProblem): Promise<T | undefined> {
    try {
      const bytes = await readFile(join(this.#path, file))
      const end = bytes.indexOf('\n')
      const body = bytes.subarray(end + 1)
      if (bytes.toString('latin1', 0, Math.max(end, 0)) !== headOf(body))
        throw new Error('its digest does not match its content')
      return parse(body)
    } catch (error) {
      if (!isAbsent(error) || file !== LIST_FILE)
        onProblem(file, error instanceof Error ? error.message : String(error))
      return undefined
    }
  }

  async #write(file: string, body: Buffer): Promise<void> {
    const path = join(this.#path, file)
    // Somebody may have cleared it away while we run.
    await this.#make()
    const handle = await open(path + NEW_SUFFIX, 'w', 0o600)
    try {
      await handle.writeFile(Buffer.concat([Buffer.from(`${headOf(body)}\n`), body]))
      // Before the rename: else a power cut could leave an empty file under the good name.
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(path + NEW_SUFFIX, path)
  }

  async #make(): Promise<void> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 })
  }

  async #syncFolder(): Promise<void> {
    const handle = await open(this.#path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
}

const headOf = (body: Buffer): string => `${FORMAT} ${createHash('sha256').update(body).digest('hex')}`

const isAbsent = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'

const parseList = (body: Buffer): ZoneList => {
  const { position, zones } = Object(JSON.parse(body.toString())) as Readonly<Record<string, unknown>>
  if ((position !== null && typeof position !== 'string') || !Array.isArray(zones))
    throw new Error('it is no list of zones')
  const names = zones.filter((name): name is string => typeof name === 'string' && isDnsName(name))
  if (names.length !== zones.length) throw new Error('it lists something that is not a zone')
  return { position, zones: names }
}
