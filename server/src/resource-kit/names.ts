import type { Ctx } from '../ctx.ts'
import type { DomainError } from '../errors.ts'
import type { Caller } from './caller.ts'
import { nameTaken } from './refusals.ts'
import type { Resource } from './resource.ts'
import type { ResourceRow } from './rows.ts'

export interface NameInUse<Row extends ResourceRow> {
  readonly ctx: Pick<Ctx, 'db'>
  readonly caller: Caller
  readonly resource: Resource<Row>
  readonly name: string
  /** Columns within which names are unique, as `{ project_id }`. */
  readonly within: Readonly<Record<string, unknown>>
  /** The same in words: `of this project`. */
  readonly where: string
}

/** The refusal of a name, with who has it when the caller may know. For the refusals of a command: its transaction is over then. */
export const nameTakenBy = async <Row extends ResourceRow>({
  ctx,
  caller,
  resource,
  name,
  within,
  where,
}: NameInUse<Row>): Promise<DomainError> => {
  const projects = caller.visible()
  const { rows } = await resource.table.list(ctx.db, { filters: { ...within, name }, projects }, { limit: 10 })
  return nameTaken(
    resource.kind,
    name,
    where,
    rows.find((row) => row.deleting_at === null),
  )
}
