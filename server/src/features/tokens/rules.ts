import { projectRoles, type ProjectRole, type TokenRole } from '@quantumnet/api'
import { DomainError, fieldError } from '../../errors.ts'

const isProjectRole = (role: TokenRole): role is ProjectRole => projectRoles.some((known) => known === role)

const rankOf = (role: ProjectRole): number => projectRoles.indexOf(role)

/** Whether `have` includes `wanted`. */
const includesRole = (have: ProjectRole, wanted: ProjectRole): boolean => rankOf(have) >= rankOf(wanted)

interface WantedToken {
  readonly project: string | null
  readonly role: TokenRole
  readonly node: string | null
  readonly expires_at: string | null
}

/** Refuses what makes no sense in itself, whoever asks. @throws DomainError invalid_request */
export const checkToken = ({ project, role, node, expires_at: expiresAt }: WantedToken, now: Date): void => {
  if ((project !== null) !== isProjectRole(role))
    throw fieldError('invalid_request', {
      pointer: '/role',
      message: project === null ? `needs a project` : `is a role of the platform, and the token has a project`,
      value: role,
      allowed:
        project === null
          ? 'platform_admin, node or feed; or a project, and viewer, operator or admin in it'
          : 'viewer, operator or admin; or "project": null',
    })
  if (node !== null && role !== 'node')
    throw fieldError('invalid_request', {
      pointer: '/node',
      message: `is for tokens of role node; this one has role ${role}`,
      value: node,
      allowed: 'null',
    })
  if (expiresAt !== null && Date.parse(expiresAt) <= now.getTime())
    throw fieldError('invalid_request', {
      pointer: '/expires_at',
      message: 'is over already',
      value: expiresAt,
      allowed: `a time after ${now.toISOString()}, or null`,
    })
}

/**
 * Refuses a token that outlives the one that makes it: whoever was let in for a while would stay for ever.
 * @param own when the caller's token expires; null: never
 * @throws DomainError forbidden
 */
export const checkLifetime = (own: Date | null, wanted: string | null): void => {
  if (own === null || (wanted !== null && Date.parse(wanted) <= own.getTime())) return
  throw fieldError('forbidden', {
    pointer: '/expires_at',
    message: `nobody gives more than he has: the token that asks expires at ${own.toISOString()}`,
    value: wanted,
    allowed: `a time up to ${own.toISOString()}`,
  })
}

/**
 * Refuses to give more than one has: also an admin of a project makes no token of the platform.
 * @param own the caller's role in the project that the new right is for; undefined: none
 * @throws DomainError forbidden
 */
export const checkGrant = (own: ProjectRole | 'platform_admin' | undefined, wanted: TokenRole): void => {
  if (own === 'platform_admin') return
  if (own !== undefined && isProjectRole(wanted) && includesRole(own, wanted)) return
  throw new DomainError(
    'forbidden',
    `nobody gives more than he has: the role ${wanted} can be given by whoever has it; this token has ${own ?? 'none there'}`,
  )
}
