import type { Ctx } from '../ctx.ts'
import type { Kind } from '../db/outbox.ts'
import type { ResourceRow } from './rows.ts'
import type { ResourceTable } from './table.ts'

/** A kind of resource: where its rows are, whose they are, and how the API shows them. */
export interface Resource<Row extends ResourceRow, View extends object = object> {
  readonly kind: Kind
  readonly table: ResourceTable<Row>
  readonly projectOf: (row: Row) => string
  readonly view: (row: Row, ctx: Pick<Ctx, 'dnsZone'>) => View
}
