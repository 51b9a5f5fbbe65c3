import { kindWords, type Kind } from '@quantumnet/api'
import type { Ctx } from '../ctx.ts'
import type { DomainError } from '../errors.ts'
import type { Caller } from './caller.ts'
import type { Refusals } from './commit.ts'
import { nameTaken } from './refusals.ts'
import type { ShownRow } from './rows.ts'
import type { ResourceTable } from './table.ts'

/**
 * Within what no two live rows of a kind have the same name. The unique index that says so is `<table>_name`; the column is the scope's id
 * (`project_id`), and so is the field of a request (`project`). A deployment is no column: there the name alone is unique.
 */
export type NameScope = Extract<Kind, 'project' | 'network' | 'load_balancer'> | 'deployment'

/** A kind whose names may be unique. */
export interface NamedKind<Row extends ShownRow> {
  readonly kind: Kind
  readonly table: ResourceTable<Row, ShownRow>
  readonly namesWithin?: NameScope
}

/** A command that writes a name. */
interface Naming<Row extends ShownRow> {
  readonly ctx: Pick<Ctx, 'db'>
  readonly caller: Caller
  readonly resource: NamedKind<Row>
}

/** What a command was to write when it was refused. */
export interface WantedName {
  readonly name?: unknown
  /** The row or the request that says within what: by `project_id` or `project`. */
  readonly of: object
}

const scopeId = (of: object, scope: NameScope): unknown => {
  const { [`${scope}_id`]: column, [scope]: field } = of as Readonly<Record<string, unknown>>
  return column ?? field
}

const takenBy = async <Row extends ShownRow>(
  { ctx, caller, resource }: Naming<Row>,
  scope: NameScope,
  { name, of }: WantedName,
): Promise<DomainError> => {
  const { kind, table } = resource
  const text = String(name)
  const where = `of this ${scope === 'deployment' ? scope : kindWords(scope)}`
  const within = scope === 'deployment' ? {} : { [`${scope}_id`]: scopeId(of, scope) }
  // Where a request tells its scope only by what it names, and of the platform's own, nobody is looked for.
  if (Object.values(within).some((id) => id == null)) return nameTaken(kind, text, where)
  const { rows } = await table.list(
    ctx.db,
    { filters: { ...within, name: text }, projects: caller.visible() },
    { limit: 10 },
  )
  const holder = rows.find((row) => row.deleting_at === null)
  return nameTaken(kind, text, where, holder && { id: holder.id, name: text })
}

/**
 * The refusal of a name by the unique index, with who has it when the caller may know.
 * @param wanted called after the command's transaction, which is over then
 */
export const nameRefusal = <Row extends ShownRow>(command: Naming<Row>, wanted: () => WantedName): Refusals => {
  const { namesWithin: scope, table } = command.resource
  return scope === undefined ? {} : { [`${table.name}_name`]: async () => await takenBy(command, scope, wanted()) }
}
