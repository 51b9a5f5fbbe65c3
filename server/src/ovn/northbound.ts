import { EventEmitter } from 'node:events'
import {
  equalValues,
  operationsOf,
  putKeys,
  Session,
  type Change,
  type Log,
  type Monitored,
  type Row,
  type Uuid,
} from '@quantumnet/ovsdb-jsonrpc'
import { attempt, type Commit } from './commit.ts'
import { ruleOf } from './external-ids.ts'
import { nbSchema, type NbTables } from './gen/nb.ts'
import { rowId } from './identity.ts'
import { keyText, type Key, type KeyText } from './key.ts'
import { Memberships, type ContainerChange } from './memberships.ts'
import { BY_ID, BY_PEER, indexes, monitor } from './monitored.ts'
import { isCollected, referenceAt, references, type Holder } from './references.ts'
import { platformKey } from './refs.ts'
import { dangling, release, type Known } from './release.ts'
import {
  memberColumns,
  memberColumnsOf,
  nameOf,
  tables,
  type HoldingSet,
  type MemberColumn,
  type OwnedRow,
  type Replica,
  type RowOperation,
  type Table,
} from './rows.ts'
import { claimIds, standing, type Claim, type Standing } from './standing.ts'
import { keyOfRow, touchedBy, type RowChange } from './touched.ts'

const nb = operationsOf(nbSchema)

export interface NorthboundOptions {
  /** `unix:/path`, `tcp:host:port`, `ssl:host:port` */
  readonly remotes: readonly string[]
  readonly deployment: string
  readonly log: Log
}

/** Whether a port's flows are on a hypervisor (Logical_Switch_Port.up). */
export interface PortUp {
  readonly id: string
  readonly up: boolean
}

export interface NorthboundEvents {
  /** the replica is complete again */
  live: []
  lost: [reason: Error]
  /** roots whose rows became other than they were, whoever did it */
  touched: [keys: ReadonlyMap<KeyText, Key>]
  up: [ports: readonly PortUp[]]
  /** whose the database is may have changed */
  global: []
}

type AnyRow = Monitored<NbTables, typeof monitor>[Table]
type NbChange = Change<Monitored<NbTables, typeof monitor>>

const isContainer = (change: { readonly table: string }): change is ContainerChange => change.table in memberColumns

/** Which table a set's members are of. */
const memberTable = (table: Table, column: MemberColumn): Table => {
  const reference = referenceAt(table, column)
  if (reference === undefined) throw new TypeError(`${table}.${column} is no set of rows of ours`)
  return reference.to
}

/** Whose the database is may be another's: `nb_cfg` counts with every transaction, and says nothing of that. */
const isOfGlobal = (change: NbChange): boolean =>
  change.table === 'NB_Global' &&
  (change.before === null ||
    change.after === null ||
    !equalValues(change.before.external_ids, change.after.external_ids))

/** OVN's northbound database as the reconciler sees it: a replica of our tables, what happens in them, and fenced transactions. */
export class Northbound extends EventEmitter<NorthboundEvents> implements Replica, Known {
  readonly #deployment: string
  readonly #session: Session<NbTables, typeof monitor>
  readonly #memberships = new Memberships()

  constructor({ remotes, deployment, log }: NorthboundOptions) {
    super()
    this.#deployment = deployment
    this.#session = new Session({ schema: nbSchema, remotes, monitor, indexes, log })
    this.#session.on('change', (changes) => {
      this.#onChange(changes)
    })
    this.#session.on('live', () => this.emit('live'))
    this.#session.on('lost', (reason) => this.emit('lost', reason))
  }

  /** Whether the replica is complete and follows the server: only then is anything decided by it. */
  get live(): boolean {
    return this.#session.live
  }

  async close(): Promise<void> {
    await this.#session.close()
  }

  row(table: Table, uuid: Uuid): Row | undefined {
    return this.#rows(table).get(uuid)
  }

  owned(key: Key): readonly OwnedRow[] {
    return tables.flatMap((table) => {
      const rows: readonly AnyRow[] = this.#session.find(table, { [BY_ID]: key.id })
      return rows.filter((row) => this.#isOf(row, key)).map((row) => ({ table, uuid: row._uuid }))
    })
  }

  containersOf(uuid: Uuid): readonly HoldingSet[] {
    return this.#memberships.of(uuid).map((set) => ({ ...set, isOurs: this.#keyAt(set.table, set.uuid) !== undefined }))
  }

  holdersOf(table: Table, uuid: Uuid): readonly Holder[] {
    const indexed = references.filter(({ to, isSet }) => to === table && !isSet)
    const found = indexed.flatMap(({ table: from, column }): Holder[] => {
      const rows: readonly AnyRow[] = this.#session.find(from, { [column]: uuid })
      return rows.map((row) => ({ table: from, uuid: row._uuid, column }))
    })
    return [...this.#memberships.of(uuid), ...found]
  }

  /** The switches' ends of a router's port. */
  peersOf(routerPort: string): readonly Uuid<'Logical_Switch_Port'>[] {
    return this.#session.find('Logical_Switch_Port', { [BY_PEER]: routerPort }).map(({ _uuid }) => _uuid)
  }

  /** Counts transactions: whoever has seen this number of NB_Global.nb_cfg has seen all that is in the replica. */
  get nbCfg(): number {
    return this.#global()?.nb_cfg ?? 0
  }

  strangersIn(table: Table, uuid: Uuid): readonly string[] {
    const row = this.row(table, uuid)
    return memberColumnsOf(table).flatMap((column) => {
      const of = memberTable(table, column)
      // What is no set's to keep does not go with the set.
      if (!isCollected(of)) return []
      return ((row?.[column] ?? []) as readonly Uuid[])
        .filter((member) => this.#keyAt(of, member) === undefined)
        .map((member) => nameOf(this.row(of, member)) ?? member)
    })
  }

  /** The rows of a root, as people find them. @param rule only those that stand for this part of it */
  told(key: Key, rule?: string): { readonly table: Table; readonly name: string | null; readonly uuid: Uuid }[] {
    return this.owned(key).flatMap(({ table, uuid }) => {
      const row = this.#rows(table).get(uuid)
      if (row === undefined || (rule !== undefined && ruleOf(row.external_ids) !== rule)) return []
      return [{ table, name: nameOf(this.row(table, uuid)) ?? null, uuid }]
    })
  }

  /** Every root that has rows, and how many. */
  ownedKeys(): ReadonlyMap<KeyText, { readonly key: Key; readonly rows: number }> {
    const owned = new Map<KeyText, { key: Key; rows: number }>()
    for (const table of tables)
      for (const row of this.#rows(table).values()) {
        const key = keyOfRow(row, this.#deployment)
        if (key === undefined) continue
        owned.set(keyText(key), { key, rows: (owned.get(keyText(key))?.rows ?? 0) + 1 })
      }
    return owned
  }

  /** Every port of ours of which OVN says whether it is up. */
  *portsUp(): Generator<PortUp> {
    for (const row of this.#session.rows('Logical_Switch_Port').values()) {
      const key = keyOfRow(row, this.#deployment)
      if (key?.kind === 'port' && row.up !== null) yield { id: key.id, up: row.up }
    }
  }

  /** Those of these logical ports that are ports of ours, and of which OVN says whether they are up. */
  *portsNamed(names: readonly string[]): Generator<PortUp> {
    for (const name of names) {
      const [row] = this.#session.find('Logical_Switch_Port', { name })
      const key = keyOfRow(row, this.#deployment)
      if (key?.kind === 'port' && row?.up != null) yield { id: key.id, up: row.up }
    }
  }

  standing(claim: Claim): Standing {
    return standing(this.#global()?.external_ids ?? new Map(), claim)
  }

  /** Puts our claim on the database, if it still reads as when `standing` was asked. */
  async claim(claim: Claim): Promise<Commit> {
    const global = this.#global()
    const ids = claimIds(claim)
    const row = rowId<'NB_Global'>(this.#deployment, platformKey(this.#deployment), 'global')
    const operations =
      global === undefined
        ? [nb.wait('NB_Global', [], null), nb.insert('NB_Global', row, { external_ids: ids })]
        : [
            nb.wait('NB_Global', global._uuid, { external_ids: global.external_ids }),
            nb.mutate('NB_Global', global._uuid, putKeys('external_ids', ids)),
          ]
    return await attempt(async () => await this.#session.transact(operations))
  }

  /**
   * One transaction that holds only while the database carries our claim, and that counts up `nb_cfg`. Rows that go with it leave every
   * weak reference to them; references to rows that are not there are cleared away, in a transaction before it, when these rows come back.
   */
  async commit(operations: readonly RowOperation[], claim: Claim): Promise<Commit> {
    const fence = nb.wait('NB_Global', [['external_ids', 'includes', claimIds(claim)]], {})
    const counted = nb.mutate('NB_Global', [], [['nb_cfg', '+=', 1]])
    const writer = this.#session.guardedBy([fence])
    return await attempt(async () => {
      const stale = dangling(operations, this)
      if (stale.length > 0) await writer.transact(stale)
      return await writer.transact([...operations, ...release(operations, this), counted])
    })
  }

  #global(): Monitored<NbTables, typeof monitor>['NB_Global'] | undefined {
    return this.#session.rows('NB_Global').values().next().value
  }

  #rows(table: Table): ReadonlyMap<Uuid, AnyRow> {
    return this.#session.rows(table)
  }

  #isOf(row: AnyRow, { kind, id }: Key): boolean {
    const key = keyOfRow(row, this.#deployment)
    return key?.kind === kind && key.id === id
  }

  #keyAt(table: Table, uuid: Uuid): Key | undefined {
    return keyOfRow(this.#rows(table).get(uuid), this.#deployment)
  }

  #onChange(changes: readonly NbChange[]): void {
    const rows = changes.filter((change): change is NbChange & RowChange => change.table !== 'NB_Global')
    const touched = touchedBy(rows, this.#deployment)
    for (const change of rows) if (isContainer(change)) this.#onMembers(change, touched)
    if (touched.size > 0) this.emit('touched', touched)
    const ups = changes.flatMap((change) => this.#upOf(change))
    if (ups.length > 0) this.emit('up', ups)
    if (changes.some(isOfGlobal)) this.emit('global')
  }

  /** A member that joined or left a set is no longer where its root wants it. */
  #onMembers(change: ContainerChange, touched: Map<KeyText, Key>): void {
    for (const { member, column } of this.#memberships.apply(change)) {
      const key = this.#keyAt(memberTable(change.table, column), member)
      if (key !== undefined) touched.set(keyText(key), key)
    }
  }

  #upOf(change: NbChange): readonly PortUp[] {
    if (change.table !== 'Logical_Switch_Port') return []
    const { before, after } = change
    const key = keyOfRow(after, this.#deployment)
    const up = after?.up ?? null
    return key?.kind !== 'port' || up === null || up === before?.up ? [] : [{ id: key.id, up }]
  }
}
