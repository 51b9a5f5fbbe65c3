import type { Tx } from '../db/pool.ts'
import { DomainError } from '../errors.ts'
import type { Job } from '../housekeeping/housekeeping.ts'
import type { Idempotency } from './caller.ts'

/** How long a key is remembered. */
const KEPT = "interval '24 hours'"

/** A key that is over is as good as new. Waits for a transaction that claimed the same key and has not ended. */
const CLAIM = `
insert into idempotency_key as k (token_id, route, key, digest, expires_at) values ($1, $2, $3, $4, now() + ${KEPT})
on conflict (token_id, route, key) do update set digest = excluded.digest, answer = 'null', expires_at = excluded.expires_at
  where k.expires_at < now()
returning true as claimed`

interface Kept {
  readonly digest: Buffer
  readonly answer: unknown
}

/**
 * Claims a key for this transaction; gives what was answered under it when it was carried out before. A request that was refused left
 * nothing, so its repetition is tried again. @throws DomainError idempotency_mismatch when another request had the key
 */
export const claimKey = async (
  tx: Tx,
  tokenId: string,
  { key, route, digest }: Idempotency,
): Promise<{ readonly answer: unknown } | undefined> => {
  const claimed = await tx.query(CLAIM, [tokenId, route, key, digest], 'idempotency_claim')
  if (claimed.length > 0) return undefined
  const [kept] = await tx.query<Kept>(
    'select digest, answer from idempotency_key where token_id = $1 and route = $2 and key = $3',
    [tokenId, route, key],
    'idempotency_kept',
  )
  if (kept?.digest.equals(digest) === true) return { answer: kept.answer }
  throw new DomainError(
    'idempotency_mismatch',
    `another request to ${route} had the Idempotency-Key "${key}"; a key is for one request, and its repetitions`,
  )
}

/** Keeps what the request is answered with. */
export const keepAnswer = async (
  tx: Tx,
  tokenId: string,
  { key, route }: Idempotency,
  answer: unknown,
): Promise<void> => {
  await tx.query(
    'update idempotency_key set answer = $4 where token_id = $1 and route = $2 and key = $3',
    [tokenId, route, key, JSON.stringify(answer ?? null)],
    'idempotency_keep',
  )
}

const REAPED_AT_ONCE = 5_000
const REAP_EVERY_MS = 60_000

/** Forgets keys that are over. One that is not forgotten yet counts as new all the same, so it may be late. */
export const keyReaper: Job = {
  name: 'idempotency-keys',
  everyMs: REAP_EVERY_MS,
  run: async (tx) => {
    const rows = await tx.query(
      `delete from idempotency_key where ctid in (
         select ctid from idempotency_key where expires_at < now() limit $1 for update skip locked) returning true`,
      [REAPED_AT_ONCE],
    )
    return { more: rows.length === REAPED_AT_ONCE, changed: false }
  },
}
