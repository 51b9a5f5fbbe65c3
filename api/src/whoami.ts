import * as z from 'zod'
import { ProjectId, TokenId } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { nothing, route } from './route.ts'
import { ProjectRole } from './roles.ts'
import { TokenRole } from './tokens.ts'

/** What the token of the request is, and where it may do what. */
export const Whoami = z
  .object({
    token: z.object({ id: TokenId, name: z.string(), role: TokenRole, expires_at: z.iso.datetime().nullable() }),
    all_projects: z.boolean().describe('a platform admin is an admin of every project'),
    projects: z
      .array(z.object({ id: ProjectId, name: z.string(), role: ProjectRole }))
      .describe('at most 1000, by name'),
  })
  .meta({ id: 'Whoami' })
/** What the token of the request is. */
export type Whoami = z.infer<typeof Whoami>

/** Who the caller is. */
export const whoamiRoutes = {
  get: route({
    name: 'whoami',
    method: 'GET',
    path: '/v1/whoami',
    tag: 'Tokens',
    access: 'viewer',
    status: 200,
    summary: 'Read what the token of this request is, and which role it has in which projects.',
    params: nothing,
    query: nothing,
    body: undefined,
    answer: Whoami,
    events: undefined,
    errors: [],
    example: {
      answer: {
        token: { id: exampleIds.token, name: 'terraform', role: 'operator', expires_at: null },
        all_projects: false,
        projects: [{ id: exampleIds.project, name: 'shop', role: 'operator' }],
      },
    },
  }),
} as const
