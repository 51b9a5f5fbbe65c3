import * as z from 'zod'
import { Kind } from './kinds.ts'

/** One row that a write would make, change or remove, as the API would show it before and after. */
export const PlannedChange = z
  .object({
    action: z.enum(['create', 'update', 'delete']),
    kind: Kind,
    id: z.string(),
    before: z.unknown().optional().describe('the row as it is; left out when it is to be created'),
    after: z.unknown().optional().describe('the row as it would be; left out when it is to be deleted'),
  })
  .meta({ id: 'PlannedChange' })
/** One row that a write would make, change or remove. */
export type PlannedChange = z.infer<typeof PlannedChange>

/** The answer to `?dry_run=true`, with status 200: everything was checked and nothing written. Addresses are those that were free just now. */
export const DryRun = z.object({ dry_run: z.literal(true), changes: z.array(PlannedChange) }).meta({ id: 'DryRun' })
/** The answer to a dry run. */
export type DryRun = z.infer<typeof DryRun>
