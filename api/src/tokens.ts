import * as z from 'zod'
import { ProjectId, Text, TokenId } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { NodeName } from './ports.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { writeQuery } from './route.ts'
import { projectRoles } from './roles.ts'

/** What a token is for: a role in its project; or, for a token of the platform, `platform_admin`, `node` or `feed`. */
export const TokenRole = z.enum([...projectRoles, 'platform_admin', 'node', 'feed']).meta({ id: 'TokenRole' })
/** What a token is for. */
export type TokenRole = z.infer<typeof TokenRole>

const ExpiresAt = z.iso.datetime().nullable().describe('from then on the token is refused; null: never')

/** A secret that calls this API. The secret itself is not kept: only the answer to its creation has it. */
export const Token = z
  .object({
    id: TokenId,
    project: ProjectId.nullable().describe('null: a token of the platform'),
    ...commonView,
    role: TokenRole,
    node: NodeName.nullable().describe('role node: the only hypervisor that it may speak for; null: any'),
    expires_at: ExpiresAt,
    last_used_at: z.iso.datetime().nullable().describe('to the minute'),
    secret_prefix: z
      .string()
      .nullable()
      .describe('how its secret begins, so that one that was found can be told; null: it was not made by this API'),
  })
  .meta({ id: 'Token' })
/** A token as the API answers it. */
export type Token = z.infer<typeof Token>

/** What a secret looks like in the answer that tells it. */
export const Secret = z
  .string()
  .nullable()
  .describe('told once: null in the answer to a repeated request. Whoever lost it makes another one')

/** A token as the answer to its creation. */
export const CreatedToken = Token.extend({ secret: Secret }).meta({ id: 'CreatedToken' })
/** A token with its secret. */
export type CreatedToken = z.infer<typeof CreatedToken>

/** What a token is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateToken = z
  .strictObject({
    id: TokenId.optional(),
    project: ProjectId.nullable(),
    ...commonCreate,
    role: TokenRole,
    node: NodeName.nullable().default(null).describe('role node: the only hypervisor that it may speak for; null: any'),
    expires_at: ExpiresAt.default(null),
  })
  .meta({ id: 'CreateToken' })
/** A request for a token, with its defaults filled in. */
export type CreateToken = z.infer<typeof CreateToken>

/** What of a token may change. What it may do does not: make another one. */
export const UpdateToken = z.strictObject(commonUpdate).meta({ id: 'UpdateToken' })
/** A change of a token. */
export type UpdateToken = z.infer<typeof UpdateToken>

const view = {
  ...{ id: exampleIds.token, project: exampleIds.project, ...exampleCommon('terraform') },
  ...{ role: 'operator', node: null, expires_at: '2036-09-01T00:00:00.000Z', last_used_at: null },
  secret_prefix: 'qn_02nqyTZ6Fvhj5oVGqRsTuv_',
}

const resource = resourceRoutes({
  kind: 'token',
  write: 'admin',
  tag: 'Tokens',
  id: TokenId,
  view: Token,
  create: CreateToken,
  update: UpdateToken,
  filters: { project: ProjectId.optional(), name: Text.optional(), role: TokenRole.optional() },
  errors: { create: ['name_taken', 'forbidden'], update: ['name_taken'], delete: [] },
  never: { create: ['quota_exceeded'], update: ['being_deleted'], delete: ['in_use'] },
  examples: {
    view,
    create: {
      project: exampleIds.project,
      name: 'terraform',
      role: 'operator',
      expires_at: '2036-09-01T00:00:00.000Z',
    },
    update: { description: 'the pipeline of the web shop' },
  },
})

/** Create, read, list, change and revoke tokens. */
export const tokenRoutes = {
  ...resource,
  create: {
    ...resource.create,
    // Without `wait`: it is realized at once, and what is read again has no secret.
    query: z.strictObject({ dry_run: writeQuery.dry_run }),
    summary: 'Create a token. Only this answer tells its secret; nobody can give more than the role that he has.',
    answer: CreatedToken,
    example: {
      ...resource.create.example,
      answer: { ...view, secret: 'qn_02nqyTZ6Fvhj5oVGqRsTuv_<43 random characters and a checksum of 6>' },
    },
  },
  delete: { ...resource.delete, summary: 'Revoke a token. It is refused from now on, and its streams end.' },
} as const
