import { randomBytes } from 'node:crypto'
import { projectRoles, type Access, type ProjectRole, type Route } from '@quantumnet/api'
import type { TestServer } from '../harness/server.ts'

/** Everybody who may come: by what their token may do, and where. */

export const callers = ['nobody', 'viewer', 'operator', 'admin', 'stranger', 'platform_admin', 'node', 'feed'] as const
export type Caller = (typeof callers)[number]

/** What has to happen to a request, before what it asks for is looked at. */
export type Outcome = 'let in' | 'unauthenticated' | 'forbidden' | 'as if absent'

const isProjectRole = (value: string): value is ProjectRole => projectRoles.some((role) => role === value)
const rank = (role: ProjectRole): number => projectRoles.indexOf(role)

const inProject = (needed: ProjectRole, caller: Caller): Outcome => {
  if (caller === 'platform_admin') return 'let in'
  if (caller === 'stranger') return 'as if absent'
  return isProjectRole(caller) && rank(caller) >= rank(needed) ? 'let in' : 'forbidden'
}

/** What a request that is about the world of `viewer`, `operator` and `admin` has to meet with. */
export const outcomeOf = (access: Access, caller: Caller): Outcome => {
  if (access === 'public') return 'let in'
  if (caller === 'nobody') return 'unauthenticated'
  if (isProjectRole(access)) return inProject(access, caller)
  return access === caller ? 'let in' : 'forbidden'
}

/** Routes about no project in particular: a stranger is let in as everybody with the role in any project is. */
export const ofNoProject = (route: Route): boolean =>
  route.access === 'public' || (Object.keys(route.params.shape).join() !== 'id' && route.body === undefined)

/** The secrets of all callers: three roles in one project, an admin of another one. Entered as they are kept, without the API that is tested. */
export const secretsOf = async (
  server: TestServer,
  { project, other }: { readonly project: string; readonly other: string },
): Promise<Readonly<Record<Caller, string | undefined>>> => {
  const tokenFor = async (role: ProjectRole, where: string): Promise<string> => {
    const secret = randomBytes(24).toString('base64url')
    await server.rows(
      `insert into token (id, name, role, project_id, digest) values (gen_random_uuid(), $1, $2, $3, sha256(convert_to($4, 'utf8')))`,
      [`caller-${role}`, role, where, secret],
    )
    return secret
  }
  return {
    nobody: undefined,
    viewer: await tokenFor('viewer', project),
    operator: await tokenFor('operator', project),
    admin: await tokenFor('admin', project),
    stranger: await tokenFor('admin', other),
    platform_admin: server.tokens.admin,
    node: server.tokens.node,
    feed: server.tokens.feed,
  }
}
