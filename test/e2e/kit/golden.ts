import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@jest/globals'
import { formatIp, parseIp, routes, type Port } from '@quantumnet/api'
import { eventually, run } from '@quantumnet/platform'
import { linkLocal } from './frames.ts'
import { externalIds, printRows, textsOf, type Database, type NbRow, type TableShape } from './golden-rows.ts'
import type { Scene } from './scene.ts'
import type { Tenant } from './tenant.ts'

interface SchemaTable {
  readonly isRoot?: boolean
  readonly columns: Readonly<Record<string, { readonly type: unknown }>>
}
interface ReferringType {
  readonly key?: { readonly refTable?: string; readonly refType?: string }
}

const shapeOf = ({ isRoot = false, columns }: SchemaTable): TableShape => ({
  isRoot,
  strong: Object.fromEntries(
    Object.entries(columns).flatMap(([name, { type }]) => {
      const { key } = type as ReferringType
      return key?.refTable !== undefined && key.refType !== 'weak' ? [[name, key.refTable]] : []
    }),
  ),
})

/** `ovsdb-client dump` prints each table as a document of its own. */
const rowsOf = (document: string): readonly [table: string, rows: readonly NbRow[]] => {
  const { caption, headings, data } = JSON.parse(document) as {
    caption: string
    headings: string[]
    data: NbRow[string][][]
  }
  const rows = data.map((cells) => Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? ''])))
  return [caption.replace(/ table$/, ''), rows]
}

const readDatabase = async (remote: string): Promise<Database> => {
  const client = async (...args: string[]): Promise<string> => await run(['ovsdb-client', '--timeout=15', ...args])
  const schema = JSON.parse(await client('get-schema', remote, 'OVN_Northbound')) as {
    tables: Record<string, SchemaTable>
  }
  const documents = (await client('--format=json', '--data=json', 'dump', remote, 'OVN_Northbound')).trim().split('\n')
  return {
    tables: Object.fromEntries(documents.map(rowsOf)),
    shapes: Object.fromEntries(Object.entries(schema.tables).map(([name, table]) => [name, shapeOf(table)])),
  }
}

/** The lower half of an IPv6 address (RFC 4291 §2.5.1). */
const INTERFACE_BITS = 0xffff_ffff_ffff_ffffn

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Names in the place of ids and generated MAC addresses, also inside of longer words and of IPv6 addresses. */
const speller = (
  names: ReadonlyMap<string, string>,
  ports: readonly Port[],
  chosen: ReadonlySet<string>,
): ((text: string) => string) => {
  const words = new Map(
    [...names].flatMap(([id, name]) => [
      [id, `<${name}>`],
      [id.replaceAll('-', '_'), `<${name}>`],
    ]),
  )
  const generated = ports.filter(({ mac }) => !chosen.has(mac))
  const nameOf = ({ id, name }: Port): string => names.get(id)?.replace(/^port /, '') ?? name
  for (const port of generated) words.set(port.mac, `<mac of ${nameOf(port)}>`)
  const interfaces = new Map(
    generated.map((port) => [(parseIp(linkLocal(port.mac))?.value ?? 0n) & INTERFACE_BITS, nameOf(port)] as const),
  )
  const pattern = words.size === 0 ? /$^/g : new RegExp([...words.keys()].map(escape).join('|'), 'g')
  // IPAM gives the first free address of IPv4, the same in every run; of IPv6 one that follows from the port's id.
  const given = new Map(
    ports.flatMap((port) =>
      port.fixed_ips
        .filter(({ ip }) => ip.includes(':') && !chosen.has(ip))
        .map(({ ip }) => [ip, nameOf(port)] as const),
    ),
  )
  const spellIp = (text: string): string => {
    const ip = parseIp(text)
    const name = ip?.family === 6 ? interfaces.get(ip.value & INTERFACE_BITS) : undefined
    if (ip === undefined || name === undefined) return given.has(text) ? `<ip of ${given.get(text) ?? ''}>` : text
    return `${formatIp({ family: 6, value: (ip.value >> 64n) << 64n })}<eui64 of ${name}>`
  }
  return (text: string): string =>
    text.replace(pattern, (found) => words.get(found) ?? found).replace(/[0-9a-f]*[:.][0-9a-f:.]+/g, spellIp)
}

export interface GoldenOptions {
  /** Whose rows; what belongs to no project is shown as well. Default: all tenants of the scene. */
  readonly of?: readonly Tenant[]
  /** Whether the platform's own rows are shown. Default false. */
  readonly platform?: boolean
}

/** What the ids of resources stand for: `network red/main`. */
const namesIn = (database: Database, tenants: readonly Tenant[]): ReadonlyMap<string, string> => {
  const names = new Map<string, string>(tenants.map(({ project }) => [project.id, project.name]))
  const nameOf = (ids: ReadonlyMap<string, string>): string => {
    const project = names.get(ids.get('qn-project') ?? '')
    return `${ids.get('qn-kind') ?? ''} ${project === undefined ? '' : `${project}/`}${ids.get('qn-name') ?? ''}`
  }
  for (const row of Object.values(database.tables).flat()) {
    const ids = externalIds(row)
    const id = ids.get('qn-id')
    if (id !== undefined && ids.has('qn-name') && !names.has(id)) names.set(id, nameOf(ids))
  }
  // Interfaces have no names; their addresses tell them apart.
  for (const row of database.tables['Logical_Router_Port'] ?? []) {
    const id = /^lrp-([0-9a-f-]{36})$/.exec(String(row['name']))?.[1]
    if (id !== undefined && !names.has(id)) names.set(id, `interface ${textsOf(row['networks'] ?? '').join(' ')}`)
  }
  return names
}

/** All rows of the northbound database that the tenants' resources became, as text. */
export const goldenOf = async (scene: Scene, options: GoldenOptions = {}): Promise<string> => {
  const { of = scene.tenants, platform = false } = options
  const database = await readDatabase(scene.platform.ovn?.nb ?? '')
  const { items: ports } = await scene.client.call(routes.ports.list, { query: { limit: 500 } })
  const shown = new Set<string>(of.map(({ project }) => project.id))
  return printRows(database, {
    shows: (ids) =>
      ids.get('qn-kind') === 'platform' ? platform : shown.has(ids.get('qn-project') ?? '') || !ids.has('qn-project'),
    spell: speller(namesIn(database, of), ports, scene.chosen),
    chosenMacs: scene.chosen,
  })
}

const WRITE = process.env['GOLDEN'] === 'write'

const LIMIT_MS = 5_000

/** The text, once it is the same twice: what a change made necessary elsewhere may come a little later. */
const settled = async (read: () => Promise<string>): Promise<string> => {
  let before: string | undefined
  const same = async (): Promise<string | undefined> => {
    const text = await read()
    const isSame = text === before
    before = text
    return isSame ? text : undefined
  }
  return await eventually(same, { what: 'the northbound database has settled', timeoutMs: LIMIT_MS })
}

/**
 * The rows are, or soon become, those of `test/e2e/golden/<name>.txt`. With `GOLDEN=write` in the environment the file is written instead.
 * @throws when the file is missing, or says something else
 */
export const expectGolden = async (scene: Scene, name: string, options: GoldenOptions = {}): Promise<void> => {
  const read = async (): Promise<string> => await goldenOf(scene, options)
  const file = fileURLToPath(new URL(`../golden/${name}.txt`, import.meta.url))
  if (WRITE) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, await settled(read))
    return
  }
  if (!existsSync(file)) throw new Error(`there is no golden ${name}: write it with GOLDEN=write, and read it`)
  const wanted = readFileSync(file, 'utf8')
  const found = async (): Promise<string | undefined> => ((await read()) === wanted ? wanted : undefined)
  expect(await eventually(found, { what: 'rows', timeoutMs: LIMIT_MS }).catch(read)).toBe(wanted)
}
