import { linkLocal } from './frames.ts'

/** Rows of the northbound database as text that is the same in every run: pure. */

/** A value as OVSDB writes it (RFC 7047 §5.1). */
export type Datum = string | number | boolean | readonly [tag: string, body: unknown]
export type NbRow = Readonly<Record<string, Datum>>

/** What the schema says of a table. */
export interface TableShape {
  /** Rows stay without being referred to. */
  readonly isRoot: boolean
  /** Columns that keep rows of another table alive, and that table. */
  readonly strong: Readonly<Record<string, string>>
}

export interface Database {
  readonly tables: Readonly<Record<string, readonly NbRow[]>>
  readonly shapes: Readonly<Record<string, TableShape>>
}

/** Written by OVN, the same in no two runs, or said by the heading. */
const NOT_SHOWN = new Set(['_uuid', '_version', 'name', 'up', 'dynamic_addresses', 'ipv6_prefix', 'hit_count'])
/** The heading of a row says the others. */
const IDS_NOT_SHOWN = new Set(['qn-owner', 'qn-id', 'qn-kind', 'qn-name', 'qn-project'])

const uuidOf = (row: NbRow): string => (Array.isArray(row['_uuid']) ? String(row['_uuid'][1]) : '')

const isTagged = (datum: Datum | undefined, tag: string): datum is readonly [string, unknown] =>
  typeof datum === 'object' && datum[0] === tag

/** Sets and maps as lists of text, sorted: OVSDB keeps no order. */
const elementsOf = (datum: Datum): readonly Datum[] => (isTagged(datum, 'set') ? (datum[1] as Datum[]) : [datum])
const pairsOf = (datum: Datum): readonly (readonly [Datum, Datum])[] =>
  isTagged(datum, 'map') ? (datum[1] as [Datum, Datum][]) : []

/** The elements of a set as text, sorted. */
export const textsOf = (datum: Datum): readonly string[] => elementsOf(datum).map(String).sort()

/** What a row's tag says of it. */
export const externalIds = (row: NbRow): ReadonlyMap<string, string> =>
  new Map(pairsOf(row['external_ids'] ?? ['map', []]).map(([key, value]) => [String(key), String(value)]))

const isEmpty = (datum: Datum): boolean => {
  if (typeof datum !== 'object') return datum === '' || datum === false || datum === 0
  const [tag, body] = datum
  return (tag === 'set' || tag === 'map') && (body as readonly unknown[]).length === 0
}

class Printer {
  readonly #database: Database
  readonly #rows: ReadonlyMap<string, readonly [table: string, row: NbRow]>
  readonly #spell: (text: string) => string

  constructor(database: Database, spell: (text: string) => string) {
    this.#database = database
    this.#spell = spell
    this.#rows = new Map(
      Object.entries(database.tables).flatMap(([table, rows]) => rows.map((row) => [uuidOf(row), [table, row]])),
    )
  }

  /** How another row refers to this one. */
  #label(uuid: string): string {
    const found = this.#rows.get(uuid)
    return found === undefined ? 'a row that is not there' : this.#heading(...found)
  }

  /** The table and whose row it is; where it has a name that says more than that, the name. */
  #heading(table: string, row: NbRow): string {
    const ids = externalIds(row)
    const name = typeof row['name'] === 'string' ? row['name'] : ''
    const owner = ids.get('qn-id')
    return [table, this.#spell(name === '' ? (owner ?? '') : name)].join(' ').trim()
  }

  #text(datum: Datum): string {
    if (isTagged(datum, 'uuid')) return this.#label(String(datum[1]))
    return this.#spell(String(datum))
  }

  #column(name: string, datum: Datum): readonly string[] {
    if (isTagged(datum, 'map')) {
      const pairs = pairsOf(datum).filter(([key]) => !IDS_NOT_SHOWN.has(String(key)))
      return pairs.map(([key, value]) => `${name}:${this.#text(key)} = ${this.#text(value)}`).sort()
    }
    const elements = elementsOf(datum).map((element) => this.#text(element))
    return elements.sort().map((element) => `${name} = ${element}`)
  }

  /** A row with those that live by it beneath. */
  row(table: string, row: NbRow): readonly string[] {
    const strong = this.#database.shapes[table]?.strong ?? {}
    const shown = Object.entries(row).filter(
      ([name, datum]) => name === 'priority' || (!NOT_SHOWN.has(name) && !isEmpty(datum)),
    )
    const plain = shown.filter(([name]) => !this.#holdsRows(strong[name]))
    const holding = shown.filter(([name]) => this.#holdsRows(strong[name]))
    const columns = plain.flatMap(([name, datum]) => [...this.#column(name, datum)]).sort()
    const children = holding.map(([name, datum]) => this.#children(name, datum))
    return [this.#heading(table, row), ...indent(columns), ...children.flatMap(indent)]
  }

  #holdsRows(table: string | undefined): boolean {
    return table !== undefined && this.#database.shapes[table]?.isRoot === false
  }

  #children(column: string, datum: Datum): readonly string[] {
    const blocks = elementsOf(datum).flatMap((reference) => {
      const found = isTagged(reference, 'uuid') ? this.#rows.get(String(reference[1])) : undefined
      return found === undefined ? [] : [this.row(...found)]
    })
    return [`${column}:`, ...sortedBlocks(blocks).flatMap((block) => indent(block))]
  }
}

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`)

/** What stands for something that is another in every run decides nothing. */
const sortKey = (block: readonly string[]): string =>
  block.join('\n').replace(/[0-9a-f]{2}(:[0-9a-f]{2}){5}|[0-9a-f]{8}([-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}/g, '')
const sortedBlocks = (blocks: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  blocks
    .map((block) => [sortKey(block), block] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, block]) => block)

const MAC = /[0-9a-f]{2}(:[0-9a-f]{2}){5}/g

/** Some rows have the link-local address that their MAC address makes. */
const withoutLinkLocals = (text: string, kept: ReadonlySet<string>): string => {
  const macs = new Set([...text.matchAll(MAC)].map(([mac]) => mac).filter((mac) => !kept.has(mac)))
  return [...macs].reduce((rest, mac) => rest.replaceAll(linkLocal(mac), `<link-local of ${mac}>`), text)
}

/** Gives what the scenario did not choose a number, in the order in which it is met. */
const numbered = (text: string, pattern: RegExp, word: string, kept: ReadonlySet<string>): string => {
  const seen = new Map<string, string>()
  return text.replace(pattern, (found) => {
    if (kept.has(found)) return found
    const name = seen.get(found) ?? `<${word}-${String(seen.size + 1)}>`
    seen.set(found, name)
    return name
  })
}

export interface PrintOptions {
  /** Which rows are shown; those that live by them come along. */
  readonly shows: (ids: ReadonlyMap<string, string>) => boolean
  /** Puts names in the place of what is known by one. */
  readonly spell: (text: string) => string
  /** MAC addresses that the scenario chose. */
  readonly chosenMacs: ReadonlySet<string>
}

export const printRows = (database: Database, { shows, spell, chosenMacs }: PrintOptions): string => {
  const printer = new Printer(database, spell)
  const blocks = Object.entries(database.tables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([table, rows]) => {
      if (database.shapes[table]?.isRoot !== true) return []
      const ours = rows.filter((row) => externalIds(row).has('qn-owner') && shows(externalIds(row)))
      return sortedBlocks(ours.map((row) => printer.row(table, row)))
    })
  const text = blocks.map((block) => `${block.join('\n')}\n`).join('\n')
  const withoutIds = numbered(text, /[0-9a-f]{8}([-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}/g, 'id', new Set())
  return numbered(withoutLinkLocals(withoutIds, chosenMacs), MAC, 'mac', chosenMacs)
}
