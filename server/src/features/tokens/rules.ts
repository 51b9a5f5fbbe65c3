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
 * Refuses a right that outlives the one by which it is given: whoever was let in for a while would stay for ever.
 * @param own when the caller's token expires; null: never
 * @param until of the token that is to have it, and where the request says so
 * @throws DomainError forbidden
 */
export const checkLifetime = (
  own: Date | null,
  until: { readonly time: Date | null; readonly pointer: '/expires_at' | '/token' | '/role' },
): void => {
  const { time, pointer } = until
  if (own === null || (time !== null && time.getTime() <= own.getTime())) return
  const end = own.toISOString()
  throw fieldError('forbidden', {
    pointer,
    message: `nobody gives more than he has: the token that asks expires at ${end}`,
    value: time?.toISOString() ?? null,
    allowed: pointer === '/expires_at' ? `a time up to ${end}` : `a token that expires by ${end}`,
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
