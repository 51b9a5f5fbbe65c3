import type { Row, Value } from '@quantumnet/ovsdb-jsonrpc'
import { everything } from './kinds.ts'
import type { KindsSession } from './kinds.ts'

const tables = Object.keys(everything) as (keyof typeof everything)[]

/** A value that is equal, member by member, whenever OVSDB takes two values for the same. */
const plain = (value: Value | undefined): unknown => {
  if (value instanceof Map) return [...value].map((pair) => JSON.stringify(pair)).toSorted()
  return Array.isArray(value) ? value.toSorted() : value
}

const plainRow = (row: Row): object =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)]))

/** All that a session has, in a form that is equal when the content is. */
export const contentOf = (session: KindsSession): unknown =>
  Object.fromEntries(
    tables.map((table) => [
      table,
      Object.fromEntries([...session.rows(table)].map(([uuid, row]: [string, Row]) => [uuid, plainRow(row)])),
    ]),
  )

/** What a reader who only listens to the changes believes that the database is. */
export const listen = (session: KindsSession): Map<string, Row> => {
  const believed = new Map<string, Row>()
  session.on('change', (changes) => {
    for (const { table, uuid, before, after } of changes) {
      const known = believed.get(`${table} ${uuid}`) ?? null
      if (known !== before) throw new Error(`${table} ${uuid}: "before" is not what was told last`)
      if (after === null) believed.delete(`${table} ${uuid}`)
      else believed.set(`${table} ${uuid}`, after)
    }
  })
  return believed
}

/** The same for one who reads it. */
export const rowsOf = (session: KindsSession): Map<string, Row> =>
  new Map(
    tables.flatMap((table) =>
      [...session.rows(table)].map(([uuid, row]: [string, Row]) => [`${table} ${uuid}`, row] as const),
    ),
  )
