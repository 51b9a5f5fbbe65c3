import * as z from 'zod'
import { OperationId, ProjectId } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { Kind } from './kinds.ts'
import { nothing, pageOf, pageQuery, route, writeQuery } from './route.ts'

const OperationState = z.enum(['running', 'succeeded', 'failed', 'cancelled'])

/** Work that goes on after the request which began it. (`Operation` is what OpenAPI calls a route.) */
export const OperationView = z
  .object({
    id: OperationId,
    action: z.enum(['drain', 'decommission']),
    project: ProjectId.nullable().describe('null: it concerns the platform'),
    target: z.object({ kind: Kind, id: z.string(), name: z.string() }),
    state: OperationState,
    progress: z
      .object({ done: z.int().describe('how many are done'), total: z.int().describe('how many there are') })
      .describe('of what `waiting_for` counts'),
    waiting_for: z.string().nullable().describe('what has to happen before it goes on, in words; null when it ended'),
    error: z.string().nullable().describe('why it failed; null: it did not'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    ended_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Operation' })
/** Work that goes on after the request which began it. (`Operation` is what OpenAPI calls a route.) */
export type OperationView = z.infer<typeof OperationView>

/** An operation as documentation shows it. */
export const exampleOperation = {
  ...{ id: exampleIds.operation, action: 'drain', project: null },
  target: { kind: 'node', id: exampleIds.node, name: 'hv1' },
  ...{ state: 'running', progress: { done: 3, total: 12 } },
  waiting_for: '9 ports to leave hv1: migrate or stop their VMs',
  ...{ error: null, created_at: '2026-03-01T09:30:00.000Z', updated_at: '2026-03-01T09:31:00.000Z', ended_at: null },
}

const params = z.strictObject({ id: OperationId })
const base = { tag: 'Operations', body: undefined, events: undefined, status: 200, answer: OperationView } as const

/** Follow work that takes long, and end it where that is possible. All of it concerns hypervisors so far, so it is for who runs the platform. */
export const operationRoutes = {
  list: route({
    ...base,
    name: 'listOperations',
    method: 'GET',
    path: '/v1/operations',
    access: 'platform_admin',
    summary: 'List operations, oldest first.',
    params: nothing,
    query: z.strictObject({
      ...pageQuery,
      state: OperationState.optional(),
      kind: Kind.optional().describe('of the target'),
      resource: z.uuid().optional().describe('id of the target'),
      project: ProjectId.optional(),
    }),
    answer: pageOf(OperationView),
    errors: [],
    example: { answer: { items: [exampleOperation], next_cursor: null } },
  }),
  get: route({
    ...base,
    name: 'getOperation',
    method: 'GET',
    path: '/v1/operations/{id}',
    access: 'platform_admin',
    summary: 'Read one operation.',
    params,
    query: nothing,
    errors: ['not_found'],
    example: { answer: exampleOperation },
  }),
  cancel: route({
    ...base,
    name: 'cancelOperation',
    method: 'POST',
    path: '/v1/operations/{id}:cancel',
    access: 'platform_admin',
    summary: 'Cancel an operation that runs. What it did so far is taken back: a node is in service again.',
    params,
    query: z.strictObject({ dry_run: writeQuery.dry_run }),
    errors: ['not_found', 'invalid_state'],
    example: { answer: { ...exampleOperation, state: 'cancelled', waiting_for: null } },
  }),
} as const
