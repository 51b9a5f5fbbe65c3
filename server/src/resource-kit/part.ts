import type { Kind } from '@quantumnet/api'
import type { Ctx } from '../ctx.ts'
import type { NameScope } from './names.ts'
import type { Ownership, Resource } from './resource.ts'
import type { PartRow, ResourceRow, ShownRow } from './rows.ts'
import { ResourceTable, type TableOptions } from './table.ts'

/**
 * Parts: rows with an id and a route of their own that are applied with their parent, as rules are with their group. A change of a part
 * locks its parent, counts a generation of it, and takes that as its own; so a part is applied when its parent has come that far, and its
 * status is read from there. A part has no tombstone: its row goes, and the parent is what OVN is reconciled for (ADR 35).
 */

/** How a part's table refers to its parent's. */
export interface PartTableOptions extends Pick<TableOptions, 'columns' | 'joins' | 'visible'> {
  /** table of the parent */
  readonly parent: string
  /** column that refers to it */
  readonly column: string
  /** The parent's column that says whose it is, as `p.project_id`, or null for the platform's. Default: `p.project_id`. */
  readonly project?: string
}

/** A table of parts; `p` is the parent's row, whose status a part is read with. */
export class PartTable<Row extends PartRow, Own extends ShownRow = Row> extends ResourceTable<Row, Own> {
  readonly column: string

  constructor(name: string, options: PartTableOptions) {
    const { parent, column, columns = '', joins = '', project = 'p.project_id' } = options
    const status = 'p.applied_generation, p.realized_generation, p.conditions, p.deleting_at'
    super(name, {
      columns: `${status}, ${project} as project_id${columns === '' ? '' : `, ${columns}`}`,
      joins: `join ${parent} p on p.id = t.${column} ${joins}`,
      visible: options.visible ?? ((projects) => `${project} = any(${projects})`),
    })
    this.column = column
  }
}

/** A kind of part: where its rows are, what it belongs to, and how the API shows it. */
export interface PartResource<Row extends PartRow, View extends object, Parent extends ResourceRow> {
  readonly kind: Kind
  readonly table: PartTable<Row, ShownRow>
  readonly parent: Resource<Parent>
  /** id of its parent */
  readonly parentOf: (row: Row) => string
  /** As the parent's. The table's `visible` has to say the same. */
  readonly sharedWith?: Ownership<Row>['sharedWith']
  /** What it is in a few words, for refusals that name it. Default: its id. */
  readonly nameOf?: (row: Row) => string
  readonly view: (row: Row, ctx: Pick<Ctx, 'dnsZone'>) => View
  /** Within what its names are unique; left out: it has none, or they need not be. */
  readonly namesWithin?: NameScope
}
