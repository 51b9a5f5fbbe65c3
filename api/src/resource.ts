import * as z from 'zod'
import { Description, Labels, Name } from './fields.ts'

/** Something that holds of a resource and that a person may want to know: an error, or what it waits for. */
export const Condition = z
  .object({
    type: z.string().describe('for example "ApplyFailed"'),
    reason: z.string().describe('one stable word'),
    message: z.string(),
    since: z.iso.datetime(),
  })
  .meta({ id: 'Condition' })
export type Condition = z.infer<typeof Condition>

/**
 * How far the newest generation has come: committed in PostgreSQL (pending), in OVN's northbound database (applied), on the
 * hypervisors that host it (realized).
 */
export const Status = z
  .object({
    state: z.enum(['pending', 'applied', 'realized', 'error', 'deleting']),
    applied_generation: z.int(),
    realized_generation: z.int(),
    conditions: z.array(Condition),
  })
  .meta({ id: 'Status' })
export type Status = z.infer<typeof Status>

/** What every resource answers, beside its own id and fields. */
export const commonView = {
  name: Name,
  description: Description,
  labels: Labels,
  generation: z.int().describe('grows by one with every change'),
  status: Status,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
}

/** What every create request may carry. */
export const commonCreate = {
  name: Name,
  description: Description.default(''),
  labels: Labels.default({}),
}

/** What every update request may carry. A field that is left out stays as it is. */
export const commonUpdate = {
  name: Name.optional(),
  description: Description.optional(),
  labels: Labels.optional(),
}
