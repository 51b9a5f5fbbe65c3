import type { Mutate, Uuid } from '@quantumnet/ovsdb-jsonrpc'
import type { RowOperation, Table } from './rows.ts'

/** One set column of one row. */
export interface SetColumn {
  readonly table: Table
  readonly uuid: Uuid<Table>
  readonly column: string
}

interface Members {
  readonly set: SetColumn
  readonly inserts: Set<string>
  readonly deletes: Set<string>
}

/** Members that join and leave sets, gathered so that each row is mutated once however many members of it change. */
export class Mutations {
  readonly #byRow = new Map<Uuid<Table>, Map<string, Members>>()

  insert(set: SetColumn, member: string): void {
    this.#of(set).inserts.add(member)
  }

  delete(set: SetColumn, member: string): void {
    this.#of(set).deletes.add(member)
  }

  /** Makes a set that holds `actual` hold `wanted`. */
  set(set: SetColumn, wanted: readonly string[], actual: readonly string[]): void {
    const [should, has] = [new Set(wanted), new Set(actual)]
    for (const member of should) if (!has.has(member)) this.insert(set, member)
    for (const member of has) if (!should.has(member)) this.delete(set, member)
  }

  /** Members of a row that is about to be made, which go with its insert: some sets may not be empty even for a moment. */
  take(row: Uuid<Table>): Readonly<Record<string, readonly string[]>> {
    const columns = this.#byRow.get(row) ?? new Map<string, Members>()
    this.#byRow.delete(row)
    return Object.fromEntries([...columns].map(([column, { inserts }]) => [column, [...inserts]]))
  }

  operations(): readonly Extract<RowOperation, Mutate>[] {
    return [...this.#byRow].flatMap(([uuid, columns]) => {
      const members = [...columns.values()]
      const table = members[0]?.set.table
      if (table === undefined) return []
      return [{ op: 'mutate', table, where: uuid, mutations: members.flatMap(mutationsOf) }]
    })
  }

  #of(set: SetColumn): Members {
    const columns = this.#byRow.get(set.uuid) ?? new Map<string, Members>()
    this.#byRow.set(set.uuid, columns)
    const members = columns.get(set.column) ?? { set, inserts: new Set(), deletes: new Set() }
    columns.set(set.column, members)
    return members
  }
}

// A newcomer that takes the place of another stays. It comes before the other goes: a set that must not be empty would be for a moment.
const mutationsOf = ({ set, inserts, deletes }: Members): Mutate['mutations'] => {
  const leaving = [...deletes].filter((member) => !inserts.has(member))
  return [
    ...(inserts.size === 0 ? [] : [[set.column, 'insert', [...inserts]] as const]),
    ...(leaving.length === 0 ? [] : [[set.column, 'delete', leaving] as const]),
  ]
}
