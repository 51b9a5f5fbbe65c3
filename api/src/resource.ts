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
    applied_generation: z.int().describe('newest generation that is in OVN'),
    realized_generation: z.int().describe('newest generation that the hypervisors have'),
    conditions: z.array(Condition),
  })
  .meta({ id: 'Status' })
export type Status = z.infer<typeof Status>

/** A row of OVN's northbound database that a resource became. */
export const RealizedRow = z
  .object({
    table: z.string().describe('for example `Logical_Switch_Port`'),
    name: z.string().nullable().describe('null: rows of this table have no name'),
    uuid: z.uuid(),
  })
  .meta({ id: 'RealizedRow' })
/** A row of OVN's northbound database that a resource became. */
export type RealizedRow = z.infer<typeof RealizedRow>

const Realization = z
  .array(RealizedRow)
  .describe(
    'what it is in OVN now; for operators of its project, where one is read by its id, and left out while the server that answers does not see OVN',
  )

/** What every resource answers, beside its own id and fields. */
export const commonView = {
  name: Name,
  description: Description,
  labels: Labels,
  generation: z.int().describe('grows by one with every change'),
  status: Status,
  realization: Realization.optional(),
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

/**
 * What every part of a resource answers: rules of a group, interfaces of a router, members of a pool. A part is applied with its parent:
 * its generation is that of the parent which brought it, and its status is read from the parent.
 */
export const partView = {
  description: Description,
  labels: Labels,
  generation: z.int().describe('generation of the parent that brought the newest change'),
  status: Status,
  realization: Realization.optional(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
}

/** What every create request of a part may carry. */
export const partCreate = { description: Description.default(''), labels: Labels.default({}) }

/** What every update request of a part may carry. */
export const partUpdate = { description: Description.optional(), labels: Labels.optional() }

const EXAMPLE_TIME = '2026-03-01T09:30:00.000Z'

/** The common fields of a part, for examples in the documentation. */
export const examplePart = {
  description: '',
  labels: {},
  generation: 1,
  status: { state: 'realized', applied_generation: 1, realized_generation: 1, conditions: [] },
  created_at: EXAMPLE_TIME,
  updated_at: EXAMPLE_TIME,
}

/** The common fields of a resource of this name, for examples in the documentation. */
export const exampleCommon = (name: string): typeof examplePart & { readonly name: string } => ({
  name,
  ...examplePart,
})
