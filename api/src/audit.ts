import * as z from 'zod'
import { ProjectId, TokenId } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { Kind } from './kinds.ts'
import { fields, nothing, pageOf, pageQuery, route } from './route.ts'

/** One command that was carried out: who changed what, and how it was before and after. Secrets are in neither. */
export const AuditRecord = z
  .object({
    seq: z.int().describe('order of the records'),
    at: z.iso.datetime(),
    project: ProjectId.nullable().describe('null: it concerned the platform'),
    action: z.enum(['create', 'update', 'delete']).describe('a drain or an abort is an update of its resource'),
    kind: Kind,
    resource: z.string().describe('id'),
    token: z
      .object({ id: TokenId, name: z.string().nullable() })
      .nullable()
      .describe('whose request it was; null: the server by itself'),
    request_id: z.string().nullable().describe('as the log and the answer have it'),
    before: z.unknown().describe('the resource before; null for a creation'),
    after: z.unknown().describe('the resource after; null for a deletion'),
  })
  .meta({ id: 'AuditRecord' })
/** One command that was carried out. */
export type AuditRecord = z.infer<typeof AuditRecord>

/** Who changed what. */
export const auditRoutes = {
  list: route({
    name: 'listAudit',
    method: 'GET',
    path: '/v1/audit',
    tag: 'Audit',
    access: 'viewer',
    status: 200,
    summary:
      'Read who changed what, newest first: of the projects that the caller may see, or, for a platform admin, of all.',
    params: nothing,
    query: z.strictObject({
      ...pageQuery,
      fields,
      project: ProjectId.optional(),
      kind: Kind.optional(),
      resource: z.uuid().toLowerCase().optional().describe('id of the resource'),
      token: TokenId.optional().describe('id of the token that changed it'),
      action: z.enum(['create', 'update', 'delete']).optional(),
      since: z.iso.datetime().optional().describe('not before this time'),
      until: z.iso.datetime().optional().describe('before this time'),
    }),
    body: undefined,
    answer: pageOf(AuditRecord),
    events: undefined,
    errors: [],
    example: {
      answer: {
        items: [
          {
            ...{ seq: 4711, at: '2026-03-01T09:30:00.000Z', project: exampleIds.project, action: 'update' },
            ...{ kind: 'network', resource: exampleIds.network, token: { id: exampleIds.token, name: 'terraform' } },
            request_id: '01957b2c-0000-7000-8000-0000000000aa',
            ...{ before: { mtu: 1442 }, after: { mtu: 1400 } },
          },
        ],
        next_cursor: null,
      },
    },
  }),
} as const
