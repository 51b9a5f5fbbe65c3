import { randomBytes } from 'node:crypto'
import { secretBeginning, writeSecret, type SecretKind } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import { sha256 } from '../../resource-kit/canonical.ts'

/** A new secret: what is told once, and what is kept of it. */
export interface NewSecret {
  readonly secret: string
  /** SHA-256. The secret is random, so no slow hash is needed. */
  readonly digest: Buffer
}

export const makeSecret = (kind: SecretKind, id: string): NewSecret => {
  const secret = writeSecret(kind, id, randomBytes(32))
  return { secret, digest: sha256(secret) }
}

/** The secret, when it is that of the row: then this very request has made it, and no earlier one. */
export const tellOnce = async (
  db: Queryable,
  { table, id }: { readonly table: 'token' | 'join_token'; readonly id: string },
  made: NewSecret | undefined,
): Promise<string | null> => {
  if (made === undefined) return null
  const rows = await db.query(`select from ${table} where id = $1 and digest = $2`, [id, made.digest])
  return rows.length > 0 ? made.secret : null
}

/** How the secret of this id begins. */
export const secretPrefix = (kind: SecretKind, id: string): string => secretBeginning(kind, id)
