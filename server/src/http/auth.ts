import { projectRoles, tokenTextProblem, type Access } from '@quantumnet/api'
import type { Clock } from '../ctx.ts'
import type { Queryable } from '../db/pool.ts'
import { DomainError } from '../errors.ts'
import { sha256 } from '../resource-kit/canonical.ts'
import { higherRole, requireRoute, type Grants } from '../resource-kit/caller.ts'

/** A revoked token works this much longer at most. It saves a query per request, and reads no secret: the key is a digest. */
const REMEMBERED_MS = 5_000
const MOST_REMEMBERED = 10_000
/** When tokens were used is written for all of them at once, so often at most; it is told to the minute. */
const USES_EVERY_MS = 10_000

export const tokenDigest = (token: string): Buffer => sha256(token)

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

interface TokenRow extends Omit<Grants, 'roles'> {
  readonly bound: Readonly<Record<string, Grants['roles'][string]>> | null
}

/** Its own role, and those of its bindings, in one statement. */
const SELECT = `
select t.id as "tokenId", t.name as "tokenName", t.role, t.project_id as "projectId", t.node, t.expires_at as "expiresAt",
  (select json_object_agg(b.project_id, b.role) from role_binding b where b.token_id = t.id and b.deleting_at is null) as bound
from token t where t.deleting_at is null and`
const FIND = `${SELECT} t.digest = $1`
const FIND_BY_ID = `${SELECT} t.id = $1`

/** In its own project a token has the higher of the role that it was made with and the one that a binding gives it. */
const grantsOf = ({ tokenId, tokenName, role, projectId, node, expiresAt, bound }: TokenRow): Grants => {
  const own = projectRoles.find((each) => each === role)
  const roles = { ...bound }
  if (own !== undefined && projectId !== null) roles[projectId] = higherRole(own, roles[projectId])
  return { tokenId, tokenName, role, projectId, node, expiresAt, roles }
}

const isOver = ({ expiresAt }: TokenRow, now: number): boolean => expiresAt !== null && expiresAt.getTime() <= now

const USED = `
update token t set last_used_at = u.at from unnest($1::uuid[], $2::timestamptz[]) as u(id, at)
where t.id = u.id and (t.last_used_at is null or t.last_used_at < u.at - interval '1 minute')`

/** Whose token it is, and that the route is for such tokens. @throws DomainError unauthenticated, forbidden */
export interface Authenticator {
  /** undefined for a public route. */
  readonly authenticate: (header: string | undefined, access: Access) => Promise<Grants | undefined>
  /** What a token may do now, for who was let in a while ago; undefined once it was revoked or has expired. */
  readonly current: (tokenId: string) => Promise<Grants | undefined>
  /** A token was revoked, or what one may do has changed: nothing that is remembered counts any more. */
  readonly forget: () => void
  /** Writes down what was used last. */
  readonly close: () => Promise<void>
}

interface Remembered {
  readonly grants: Promise<Grants | undefined>
  until: number
}

/** Checks bearer tokens against the database; by SHA-256, because the secrets are random and are not kept. */
class TokenAuthenticator implements Authenticator {
  readonly #db: Queryable
  readonly #clock: Clock
  readonly #onError: (error: unknown) => void
  /** By digest, oldest first. Requests that come at once share a query. */
  readonly #remembered = new Map<string, Remembered>()
  #used = new Map<string, Date>()
  #timer: NodeJS.Timeout | undefined

  constructor(db: Queryable, clock: Clock, onError: (error: unknown) => void) {
    this.#db = db
    this.#clock = clock
    this.#onError = onError
  }

  readonly authenticate = async (header: string | undefined, access: Access): Promise<Grants | undefined> => {
    if (access === 'public') return undefined
    const grants = await this.#grantsOf(bearerOf(header))
    requireRoute(grants.role, access)
    return grants
  }

  readonly current = async (tokenId: string): Promise<Grants | undefined> => {
    const [row] = await this.#db.query<TokenRow>(FIND_BY_ID, [tokenId], 'token_by_id')
    return row === undefined || isOver(row, this.#clock().getTime()) ? undefined : grantsOf(row)
  }

  readonly forget = (): void => {
    this.#remembered.clear()
  }

  readonly close = async (): Promise<void> => {
    clearTimeout(this.#timer)
    await this.#writeUses()
  }

  async #grantsOf(token: string): Promise<Grants> {
    const problem = tokenTextProblem(token)
    if (problem !== undefined) throw new DomainError('unauthenticated', problem)
    const digest = tokenDigest(token)
    const key = digest.toString('base64')
    const now = this.#clock().getTime()
    let known = this.#remembered.get(key)
    if (known === undefined || known.until <= now) known = this.#remember(key, digest, now)
    const grants = await known.grants
    if (grants === undefined)
      throw new DomainError('unauthenticated', 'the token is not known here, has expired, or was revoked', {
        remedy: 'Send a token that is good, as its creation told it; an admin of the project makes a new one.',
      })
    return grants
  }

  #remember(key: string, digest: Buffer, now: number): Remembered {
    const entry: Remembered = { grants: this.#find(digest, now, () => entry), until: now + REMEMBERED_MS }
    this.#remembered.delete(key)
    this.#remembered.set(key, entry)
    entry.grants.then(
      (grants) => {
        // Whoever guesses tokens fills no memory.
        if (grants === undefined) this.#remembered.delete(key)
      },
      () => this.#remembered.delete(key),
    )
    const [oldest] = this.#remembered.keys()
    if (this.#remembered.size > MOST_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest)
    return entry
  }

  async #find(digest: Buffer, now: number, entry: () => Remembered): Promise<Grants | undefined> {
    const [row] = await this.#db.query<TokenRow>(FIND, [digest], 'token')
    if (row === undefined || isOver(row, now)) return undefined
    const expiresAt = row.expiresAt?.getTime()
    // It is not remembered for longer than it is good.
    if (expiresAt !== undefined) entry().until = Math.min(entry().until, expiresAt)
    this.#noteUse(row.tokenId)
    return grantsOf(row)
  }

  #noteUse(tokenId: string): void {
    this.#used.set(tokenId, this.#clock())
    this.#timer ??= setTimeout(() => void this.#writeUses(), USES_EVERY_MS).unref()
  }

  async #writeUses(): Promise<void> {
    this.#timer = undefined
    const used = this.#used
    if (used.size === 0) return
    this.#used = new Map()
    try {
      // In one order, so that two servers never wait for each other crosswise.
      const sorted = [...used].sort(([a], [b]) => (a < b ? -1 : 1))
      await this.#db.query(USED, [sorted.map(([id]) => id), sorted.map(([, at]) => at)], 'token_used')
    } catch (error) {
      this.#onError(error)
    }
  }
}

/** @param onError told when uses cannot be written; requests do not depend on it */
export const openAuthenticator = (db: Queryable, clock: Clock, onError: (error: unknown) => void): Authenticator =>
  new TokenAuthenticator(db, clock, onError)
