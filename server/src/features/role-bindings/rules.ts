import { fieldError } from '../../errors.ts'

/** Refuses bindings that say nothing. @throws DomainError invalid_request */
export const checkBinding = (token: { readonly id: string; readonly project_id: string | null }): void => {
  if (token.project_id === null)
    throw fieldError('invalid_request', {
      pointer: '/token',
      message: 'is a token of the platform, which has a role of its own everywhere or in no project at all',
      value: token.id,
      allowed: 'a token of a project',
    })
}
