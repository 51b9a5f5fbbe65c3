import type { Whoami } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { projectNames, tokens } from './store.ts'

/** A token has a handful; a platform admin sees all projects, and may list them. */
const MOST_PROJECTS = 1_000

/** What the caller's token is, and where it may do what. @throws DomainError unauthenticated when it was revoked just now */
export const readWhoami = async (ctx: Pick<Ctx, 'db'>, caller: Caller): Promise<z.input<typeof Whoami>> => {
  const row = await tokens.find(ctx.db, caller.tokenId)
  if (row === undefined) throw new DomainError('unauthenticated', 'the token was revoked')
  const visible = caller.visible()
  const projects = visible === 'all' ? [] : await projectNames(ctx.db, visible, MOST_PROJECTS)
  return {
    token: { id: row.id, name: row.name, role: row.role, expires_at: row.expires_at?.toISOString() ?? null },
    all_projects: visible === 'all',
    projects: projects.map(({ id, name }) => ({ id, name, role: caller.roleIn(id) ?? 'viewer' })),
  }
}
