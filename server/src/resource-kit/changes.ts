import { canonicalJson } from './canonical.ts'

/** Columns as a request wants them; what is undefined stays as it is. */
export type Wanted<Row> = { readonly [Column in keyof Row]?: Row[Column] | undefined }

/** The columns of `wanted` that differ from the row's. */
export const differences = <Row extends object>(row: Row, wanted: Wanted<Row>): Partial<Row> =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([column, value]) => value !== undefined && canonicalJson(value) !== canonicalJson(row[column as keyof Row]),
    ),
  ) as Partial<Row>
