import { kinds, type Kind as KindName, type Referrer, type Route } from '@quantumnet/api'
import { Refused } from './refused.ts'

/** What the double holds, and what its kinds of resources have in common. */

export type Fields = Readonly<Record<string, unknown>>
export type { KindName }
export interface Row {
  readonly id: string
  readonly generation: number
  readonly deleting: boolean
  /** the create request, to tell a repetition from another one */
  readonly request: string
  readonly fields: Fields
}
export type Rows = Readonly<Record<KindName, Map<string, Row>>>
export const noRows = (): Rows => Object.fromEntries(kinds.map((kind) => [kind, new Map<string, Row>()])) as Rows

export interface Kind {
  readonly name: KindName
  readonly plural: string
  readonly routes: { readonly create: Route; readonly update: Route }
  /** The fields that a create request leads to. */
  make(fields: Fields, rows: Rows): Fields
  /** The fields that an update of the row leads to. */
  change(before: Fields, fields: Fields, rows: Rows): Fields
  referrers(row: Row, rows: Rows): readonly Referrer[]
}

export const live = (rows: ReadonlyMap<string, Row>): Row[] => [...rows.values()].filter((row) => !row.deleting)

export const refuse = (
  code: 'name_taken' | 'reference_not_found' | 'cidr_overlaps' | 'address_taken' | 'address_outside_subnet',
  field: string,
  message: string,
): never => {
  throw new Refused({ code, detail: message, errors: [{ pointer: `/${field}`, message }] })
}

export const parent = (rows: Rows, kind: KindName, id: unknown): Row => {
  const row = rows[kind].get(String(id))
  return row === undefined || row.deleting
    ? refuse('reference_not_found', kind, `there is no ${kind} ${String(id)}`)
    : row
}

export const uniqueName = (rows: Iterable<Row>, name: unknown): void => {
  for (const row of rows) if (row.fields['name'] === name) refuse('name_taken', 'name', 'another one has this name')
}

export const given = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

export const referrer = (kind: KindName, { id, fields }: Row): Referrer => ({ kind, id, name: String(fields['name']) })

export const holding =
  (kind: KindName, field: KindName) =>
  (row: Row, rows: Rows): readonly Referrer[] =>
    live(rows[kind])
      .filter((other) => other.fields[field] === row.id)
      .map((other) => referrer(kind, other))
