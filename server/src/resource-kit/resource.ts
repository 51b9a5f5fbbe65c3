import type { Kind } from '@quantumnet/api'
import type { Ctx } from '../ctx.ts'
import type { DomainError } from '../errors.ts'
import type { Caller } from './caller.ts'
import type { NameScope } from './names.ts'
import type { ResourceRow, ShownRow } from './rows.ts'
import type { ResourceTable } from './table.ts'

/** Whose a row is, and who else may read it. */
export interface Ownership<Row> {
  /** null: it belongs to the platform */
  readonly projectOf: (row: Row) => string | null
  /** Projects whose members may read it, beside its own; `all`: of whatever project. The table's `visible` has to say the same. */
  readonly sharedWith?: ((row: Row) => readonly string[] | 'all') | undefined
}

/** A kind of resource: where its rows are, whose they are, and how the API shows them. */
export interface Resource<Row extends ResourceRow, View extends object = object> extends Ownership<Row> {
  readonly kind: Kind
  readonly table: ResourceTable<Row, ShownRow>
  readonly view: (row: Row, ctx: Pick<Ctx, 'dnsZone'>) => View
  /**
   * How it is shown to who sees it only because it is shared; left out: as to everybody. What it tells of further projects is not for him.
   * @param sees whether he has a role in a project
   */
  readonly guestView?: (row: Row, sees: (project: string) => boolean, ctx: Pick<Ctx, 'dnsZone'>) => View
  /** Within what its names are unique; left out: they need not be. Told by the unique index `<table>_name`, and refused by itself. */
  readonly namesWithin?: NameScope
  /** It concerns nobody but the database, so every change is realized when it is committed. */
  readonly realizedAtCommit?: true
  /** Nothing outside of the database knows it, so its row goes with the deletion and leaves no tombstone. */
  readonly removedAtCommit?: true
}

/**
 * Decides that the caller may read a row, as a member of its project or of one that it is shared with. @throws what `missing` gives
 */
export const requireReadable = <Row>(
  caller: Caller,
  { projectOf, sharedWith }: Ownership<Row>,
  row: Row,
  missing: () => DomainError,
): void => {
  const shared = sharedWith?.(row) ?? []
  caller.requireAnyOf(shared === 'all' ? 'all' : [projectOf(row), ...shared], missing)
}

/** A row that the caller may read, as it is shown to him. */
export const shownTo = <Row extends ResourceRow, View extends object>(
  caller: Caller,
  { projectOf, view, guestView }: Pick<Resource<Row, View>, 'projectOf' | 'view' | 'guestView'>,
  row: Row,
  ctx: Pick<Ctx, 'dnsZone'>,
): View => {
  const sees = (project: string): boolean => caller.roleIn(project) !== undefined
  const owner = projectOf(row)
  const isGuest = caller.role !== 'platform_admin' && (owner === null || !sees(owner))
  return isGuest && guestView !== undefined ? guestView(row, sees, ctx) : view(row, ctx)
}

/**
 * Decides that the caller may do with a row what the route is for. Whoever may only read it, because it is shared, is told so.
 * @throws what `missing` gives, DomainError forbidden
 */
export const requireWritable = <Row extends ResourceRow>(
  caller: Caller,
  resource: Pick<Resource<Row>, 'projectOf' | 'sharedWith'>,
  row: Row,
  missing: () => DomainError,
): void => {
  requireReadable(caller, resource, row, missing)
  caller.requireIn(resource.projectOf(row), () => caller.notAllowed(resource.projectOf(row)))
}
