import { createHash } from 'node:crypto'
import type { Access } from '@quantumnet/api'
import type { Actor, Clock, Role } from '../ctx.ts'
import type { Queryable } from '../db/pool.ts'
import { DomainError } from '../errors.ts'

/** Which role a route asks for; a public one asks for none. */
const NEEDED = {
  viewer: 'admin',
  operator: 'admin',
  admin: 'admin',
  platform_admin: 'admin',
  node: 'node',
  feed: 'feed',
} as const satisfies Record<
  Exclude<Access, 'public'>,
  Role
>

/** Public routes have no token: they only read what tells nothing of anybody. */
const NOBODY: Actor = { tokenId: '00000000-0000-0000-0000-000000000000', role: 'feed' }

/** A revoked token works this much longer at most. It saves a query per request, and reads no secret: the key is a digest. */
const REMEMBERED_MS = 5_000
const MOST_REMEMBERED = 1_000

export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest()

const bearerOf = (header: string | undefined): string => {
  if (header === undefined)
    throw new DomainError(
      'unauthenticated',
      'the request has no Authorization header; send "Authorization: Bearer <token>"',
    )
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1]
  if (token === undefined)
    throw new DomainError('unauthenticated', 'the Authorization header is not of the form "Bearer <token>"')
  return token
}

/** Whose token it is, and whether that may call the route. @throws DomainError unauthenticated, forbidden */
export type Authenticate = (header: string | undefined, access: Access) => Promise<Actor>

/** Checks bearer tokens against the database; by SHA-256, because the secrets are random and are not kept. */
export const openAuthenticator = (db: Queryable, clock: Clock): Authenticate => {
  const remembered = new Map<string, { readonly actor: Actor; readonly until: number }>()

  const actorOf = async (token: string): Promise<Actor> => {
    const digest = tokenDigest(token)
    const key = digest.toString('base64')
    const now = clock().getTime()
    const known = remembered.get(key)
    if (known !== undefined && known.until > now) return known.actor
    const [actor] = await db.query<Actor>(
      'select id as "tokenId", role from token where digest = $1',
      [digest],
      'token',
    )
    if (actor === undefined) throw new DomainError('unauthenticated', 'the token is not known here, or was revoked')
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(key, { actor, until: now + REMEMBERED_MS })
    return actor
  }

  return async (header, access) => {
    if (access === 'public') return NOBODY
    const actor = await actorOf(bearerOf(header))
    if (actor.role !== NEEDED[access])
      throw new DomainError(
        'forbidden',
        `this operation needs a token of role "${NEEDED[access]}"; this one has role "${actor.role}"`,
      )
    return actor
  }
}
