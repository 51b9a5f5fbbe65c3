import { equalValues, type InputValue, type Row, type Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { keyText, type Key, type KeyText } from './key.ts'
import { lost } from './lost.ts'
import { Mutations } from './mutations.ts'
import { isCollected } from './references.ts'
import type { Desired, DesiredRow, OwnedRow, Replica, RowOperation, RowRef, Table } from './rows.ts'

/** A root that cannot be applied yet: a row that it refers to is neither there nor made along with it. */
export interface Blocked {
  readonly key: Key
  readonly missing: RowRef
}

/** A root that has to lose a row whose sets hold rows of somebody else: these would go with it. */
export interface Occupied {
  readonly key: Key
  readonly row: OwnedRow
  readonly strangers: readonly string[]
}

export interface Plan {
  /** One transaction. Empty: OVN is as it should be. */
  readonly operations: readonly RowOperation[]
  readonly blocked: readonly Blocked[]
  readonly occupied: readonly Occupied[]
  /** roots that the operations change, and how much of each they take away: rows, memberships, members of sets, keys of maps */
  readonly changed: ReadonlyMap<KeyText, { readonly taken: number }>
}

/**
 * What makes the rows of these roots in the replica as they should be. Pure. Rows that are not ours are neither read for a decision nor
 * named in an operation. After the operations are applied the plan for the same roots is empty.
 */
export const plan = (desired: readonly Desired[], replica: Replica): Plan => {
  const { ready, blocked } = withoutBlocked(desired, replica)
  const draft = new Draft(replica)
  const occupied: Occupied[] = []
  for (const root of ready) {
    const surplus = surplusOf(root, replica)
    const held = occupationsOf(root.key, surplus, replica)
    if (held.length === 0) draft.add(root, surplus)
    occupied.push(...held)
  }
  return { operations: draft.operations(), blocked, occupied, changed: draft.changed }
}

const surplusOf = ({ key, rows }: Desired, replica: Replica): readonly OwnedRow[] => {
  const wanted = new Set<Uuid>(rows.map(({ uuid }) => uuid))
  return replica.owned(key).filter(({ uuid }) => !wanted.has(uuid))
}

/** OVSDB deletes ports, ACLs and their like that are in no set any more, whosever they are. */
const occupationsOf = (key: Key, surplus: readonly OwnedRow[], replica: Replica): readonly Occupied[] =>
  surplus.flatMap((row) => {
    const strangers = replica.strangersIn(row.table, row.uuid)
    return strangers.length === 0 ? [] : [{ key, row, strangers }]
  })

/** Roots whose references all lead somewhere. One that is left out takes its rows with it, so it may block others. */
const withoutBlocked = (
  desired: readonly Desired[],
  replica: Replica,
): { ready: readonly Desired[]; blocked: readonly Blocked[] } => {
  const roots = new Map(desired.map((root) => [keyText(root.key), root]))
  const blocked: Blocked[] = []
  // Where the batch holds the root of a row, the batch decides: the row may be about to go.
  const isThere = ({ owner, table, uuid }: RowRef): boolean =>
    inBatch(owner) ? made.has(uuid) : replica.row(table, uuid) !== undefined
  const inBatch = (owner: Key): boolean => all.has(keyText(owner))
  const all = new Set(roots.keys())
  let made: ReadonlySet<Uuid> = new Set()
  for (let before = -1; before !== blocked.length;) {
    before = blocked.length
    made = new Set([...roots.values()].flatMap(({ rows }) => rows.map(({ uuid }): Uuid => uuid)))
    for (const [text, { key, rows }] of roots) {
      const missing = rows.flatMap(referencesOf).find((ref) => !isThere(ref))
      if (missing === undefined) continue
      blocked.push({ key, missing })
      roots.delete(text)
    }
  }
  return { ready: [...roots.values()], blocked }
}

const referencesOf = (row: DesiredRow): readonly RowRef[] => [
  ...row.memberOf.map(({ container }) => container),
  ...row.needs,
]

/** Operations as they come together, root by root. */
class Draft {
  readonly changed = new Map<KeyText, { taken: number }>()
  #taken = 0
  readonly #replica: Replica
  readonly #needed = new Map<Uuid, RowRef>()
  readonly #inserts = new Map<Uuid<Table>, DesiredRow>()
  readonly #updates: RowOperation[] = []
  readonly #mutations = new Mutations()
  readonly #removed = new Map<Uuid<Table>, Table>()

  constructor(replica: Replica) {
    this.#replica = replica
  }

  add({ key, rows }: Desired, surplus: readonly OwnedRow[]): void {
    this.#taken = surplus.length
    for (const row of surplus) this.#remove(row)
    const changes = rows.filter((row) => this.#state(row))
    for (const row of changes) for (const ref of row.needs) this.#needed.set(ref.uuid, ref)
    if (surplus.length + changes.length > 0) this.changed.set(keyText(key), { taken: this.#taken })
  }

  /** Whether anything about the row has to change. */
  #state(row: DesiredRow): boolean {
    const actual = this.#replica.row(row.table, row.uuid)
    const stated = actual === undefined ? this.#insert(row) : this.#update(row, actual)
    const joined = this.#join(row, actual !== undefined)
    return stated || joined
  }

  #insert(row: DesiredRow): true {
    this.#inserts.set(row.uuid, row)
    return true
  }

  /** Sets change by their members, so that nothing is lost when somebody else changes the same set; other columns as a whole. */
  #update({ table, uuid, columns }: DesiredRow, actual: Row): boolean {
    const different = Object.entries<InputValue>(columns).filter(
      ([column, value]) => !equalValues(value, actual[column] ?? null),
    )
    for (const [column, value] of different) this.#taken += lost(actual[column] ?? null, value)
    const whole = different.filter(([, value]) => !Array.isArray(value))
    if (whole.length > 0) this.#updates.push({ op: 'update', table, where: uuid, row: Object.fromEntries(whole) })
    for (const [column, value] of different)
      if (Array.isArray(value)) this.#mutations.set({ table, uuid, column }, value, actual[column] as readonly string[])
    return different.length > 0
  }

  #join(row: DesiredRow, exists: boolean): boolean {
    const actual = exists ? this.#replica.containersOf(row.uuid) : []
    const has = new Set(actual.map(({ uuid }) => uuid))
    const wants = new Set(row.memberOf.map(({ container }) => container.uuid))
    const joins = row.memberOf.filter(({ container }) => !has.has(container.uuid))
    const leaves = actual.filter(({ uuid, isOurs }) => isOurs && !wants.has(uuid))
    for (const { container, column } of joins) this.#mutations.insert({ ...container, column }, row.uuid)
    for (const set of leaves) this.#mutations.delete(set, row.uuid)
    this.#taken += leaves.length
    return joins.length + leaves.length > 0
  }

  #remove({ table, uuid }: OwnedRow): void {
    this.#removed.set(uuid, table)
    for (const set of this.#replica.containersOf(uuid)) if (set.isOurs) this.#mutations.delete(set, uuid)
  }

  operations(): readonly RowOperation[] {
    const guards = [...this.#needed.values()].filter(({ uuid }) => !this.#inserts.has(uuid))
    const deleted = [...this.#removed].filter(([, table]) => !isCollected(table))
    const inserts = [...this.#inserts].map(([uuid, { table, columns }]): RowOperation => ({
      op: 'insert',
      table,
      uuid,
      row: { ...columns, ...this.#mutations.take(uuid) },
    }))
    return [
      ...guards.map(({ table, uuid }): RowOperation => ({ op: 'wait', table, where: uuid, row: {} })),
      ...inserts,
      ...this.#updates,
      // A set that goes as a whole needs no members taken out of it.
      ...this.#mutations.operations().filter(({ where }) => !this.#removed.has(where)),
      ...deleted.map(([uuid, table]): RowOperation => ({ op: 'delete', table, where: uuid })),
    ]
  }
}
