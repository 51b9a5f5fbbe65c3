import * as z from 'zod'
import { JoinTokenId, Labels, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { writeQuery } from './route.ts'
import { Secret } from './tokens.ts'

const joining = {
  usage: z.enum(['one_off', 'reusable']).describe('one_off: good for one hypervisor'),
  expires_at: z.iso.datetime().describe('from then on nobody joins with it; who joined stays'),
  node_labels: Labels.describe('labels that a hypervisor gets when it joins'),
  pre_approved: z.boolean().describe('whether who joins is taken in at once, or waits for an administrator'),
}

/**
 * A secret with which a hypervisor's agent will ask for its certificate. It can be made, read and revoked; agents do not take it yet, and
 * register with a token of the role `node`.
 */
export const JoinToken = z
  .object({
    id: JoinTokenId,
    ...commonView,
    ...joining,
    uses: z.int().describe('how many hypervisors joined with it'),
    last_used_at: z.iso.datetime().nullable(),
    secret_prefix: z.string().describe('how its secret begins'),
  })
  .meta({ id: 'JoinToken' })
/** A join token as the API answers it. */
export type JoinToken = z.infer<typeof JoinToken>

/** A join token as the answer to its creation. */
export const CreatedJoinToken = JoinToken.extend({ secret: Secret }).meta({ id: 'CreatedJoinToken' })
/** A join token with its secret. */
export type CreatedJoinToken = z.infer<typeof CreatedJoinToken>

/** What a join token is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateJoinToken = z
  .strictObject({
    id: JoinTokenId.optional(),
    ...commonCreate,
    usage: joining.usage.default('one_off'),
    expires_at: joining.expires_at,
    node_labels: joining.node_labels.default({}),
    pre_approved: joining.pre_approved.default(false),
  })
  .meta({ id: 'CreateJoinToken' })
/** A request for a join token, with its defaults filled in. */
export type CreateJoinToken = z.infer<typeof CreateJoinToken>

/** What of a join token may change. */
export const UpdateJoinToken = z.strictObject(commonUpdate).meta({ id: 'UpdateJoinToken' })
/** A change of a join token. */
export type UpdateJoinToken = z.infer<typeof UpdateJoinToken>

const view = {
  ...{ id: exampleIds.join_token, ...exampleCommon('rack-4') },
  ...{ usage: 'reusable', expires_at: '2036-03-08T00:00:00.000Z', node_labels: { rack: '4' }, pre_approved: false },
  ...{ uses: 0, last_used_at: null, secret_prefix: 'qnj_02nqyTZ7Gwij6pWHrStUvw_' },
}

const resource = resourceRoutes({
  kind: 'join_token',
  read: 'platform_admin',
  write: 'platform_admin',
  tag: 'Nodes',
  id: JoinTokenId,
  view: JoinToken,
  create: CreateJoinToken,
  update: UpdateJoinToken,
  filters: { name: Text.optional() },
  errors: { create: ['name_taken'], update: ['name_taken'], delete: [] },
  never: {
    create: ['quota_exceeded', 'reference_not_found', 'being_deleted'],
    update: ['being_deleted'],
    delete: ['in_use'],
  },
  examples: {
    view,
    create: { name: 'rack-4', usage: 'reusable', expires_at: '2036-03-08T00:00:00.000Z', node_labels: { rack: '4' } },
    update: { description: 'for the new machines in rack 4' },
  },
})

/** Create, read, list, change and revoke join tokens. */
export const joinTokenRoutes = {
  ...resource,
  create: {
    ...resource.create,
    // Without `wait`: it is realized at once, and what is read again has no secret.
    query: z.strictObject({ dry_run: writeQuery.dry_run }),
    summary: 'Create a join token. Only this answer tells its secret.',
    answer: CreatedJoinToken,
    example: {
      ...resource.create.example,
      answer: { ...view, secret: 'qnj_02nqyTZ7Gwij6pWHrStUvw_<43 random characters and a checksum of 6>' },
    },
  },
} as const
