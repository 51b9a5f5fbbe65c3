import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isDnsName, Zone } from '@quantumnet/api'

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

const FORMAT = 'quantumnet-dns 2'
const LIST_FILE = 'zones'
const ZONE_SUFFIX = '.zone'
const NEW_SUFFIX = '.new'

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
  async load(onProblem: (file: string, problem: string) => void): Promise<SavedState | undefined> {
    const list = await this.#read(LIST_FILE, parseList, onProblem)
    if (list === undefined) return undefined
    const zones = new Map<string, Zone | undefined>()
    for (const name of list.zones) {
      const zone = await this.#read(name + ZONE_SUFFIX, (json) => Zone.parse(json), onProblem)
      if (zone !== undefined && zone.name !== name) onProblem(name + ZONE_SUFFIX, `it holds the zone ${zone.name}`)
      zones.set(name, zone?.name === name ? zone : undefined)
    }
    return { position: list.position, zones }
  }

  /** The zone's name becomes a file's name: it must be a DNS name, which has no slash. */
  async putZone(zone: Zone): Promise<void> {
    await this.#write(zone.name + ZONE_SUFFIX, zone)
  }

  /** The zones must be there: what they are at is said to be up to the position. */
  async putList(list: ZoneList): Promise<void> {
    await this.#write(LIST_FILE, list)
    await this.#syncFolder()
  }

  /** Removes the files of zones that are not in the list, and what an interrupted write left behind. */
  async keepOnly(zones: ReadonlySet<string>): Promise<void> {
    for (const file of await readdir(this.#path)) {
      const stale = file.endsWith(ZONE_SUFFIX) && !zones.has(file.slice(0, -ZONE_SUFFIX.length))
      if (stale || file.endsWith(NEW_SUFFIX)) await rm(join(this.#path, file), { force: true })
    }
  }

  async #read<T>(
    file: string,
    parse: (json: unknown) => T,
    onProblem: (file: string, problem: string) => void,
  ): Promise<T | undefined> {
    try {
      const text = await readFile(join(this.#path, file), 'utf8')
      const end = text.indexOf('\n')
      const body = text.slice(end + 1)
      if (text.slice(0, end) !== headOf(body)) throw new Error('its digest does not match its content')
      return parse(JSON.parse(body))
    } catch (error) {
      if (!isAbsent(error) || file !== LIST_FILE)
        onProblem(file, error instanceof Error ? error.message : String(error))
      return undefined
    }
  }

  async #write(file: string, content: unknown): Promise<void> {
    const body = JSON.stringify(content)
    const path = join(this.#path, file)
    // Somebody may have cleared it away while we run.
    await this.#make()
    const handle = await open(path + NEW_SUFFIX, 'w', 0o600)
    try {
      await handle.writeFile(`${headOf(body)}\n${body}`)
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

const headOf = (body: string): string => `${FORMAT} ${createHash('sha256').update(body).digest('hex')}`

const isAbsent = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'

const parseList = (json: unknown): ZoneList => {
  const { position, zones } = Object(json) as Readonly<Record<string, unknown>>
  if ((position !== null && typeof position !== 'string') || !Array.isArray(zones))
    throw new Error('it is no list of zones')
  const names = zones.filter((name): name is string => typeof name === 'string' && isDnsName(name))
  if (names.length !== zones.length) throw new Error('it lists something that is not a zone')
  return { position, zones: names }
}
