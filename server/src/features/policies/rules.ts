import { scopeProblem, type UpdatePolicy } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'

interface Scoped {
  readonly scope: 'all' | 'projects'
  readonly projects: readonly string[]
}

/**
 * The columns that a change leads to. With scope "all" there are no projects: who widens a policy need not take them away one by one.
 * @throws DomainError invalid_request when scope and projects don't go together then
 */
export const patchedPolicy = (
  { scope, projects }: Scoped,
  patch: UpdatePolicy,
): Omit<UpdatePolicy, keyof Scoped> & Scoped => {
  const wanted = { scope: patch.scope ?? scope, projects: patch.projects ?? (patch.scope === 'all' ? [] : projects) }
  const problem = scopeProblem(wanted)
  if (problem === undefined) return { ...patch, ...wanted }
  throw fieldError('invalid_request', {
    pointer: '/projects',
    message: problem,
    allowed: wanted.scope === 'all' ? 'no project, or scope "projects"' : 'at least one project, or scope "all"',
  })
}
