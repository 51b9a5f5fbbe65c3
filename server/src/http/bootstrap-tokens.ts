import { readFile } from 'node:fs/promises'
import { tokenTextProblem } from '@quantumnet/api'
import { ConfigError, type Config } from '../config.ts'
import type { Db } from '../db/pool.ts'
import { newId } from '../random.ts'
import { tokenDigest } from './auth.ts'

const SHORTEST = 20

/** The first administrator runs the platform. */
const ROLE_OF = { admin: 'platform_admin', node: 'node', feed: 'feed' } as const

const readToken = async (role: string, path: string): Promise<string> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ConfigError(`QUANTUMNET_TOKEN_FILES: the ${role} token cannot be read from ${path}`, { cause })
  })
  const token = text.trim()
  if (token.length < SHORTEST || /\s/.test(token))
    throw new ConfigError(
      `QUANTUMNET_TOKEN_FILES: ${path} must hold one token of at least ${String(SHORTEST)} characters without blanks`,
    )
  const problem = tokenTextProblem(token)
  if (problem !== undefined) throw new ConfigError(`QUANTUMNET_TOKEN_FILES: ${path}: ${problem}`)
  return token
}

/**
 * Enters the tokens that the first administrator, the agents and the DNS servers begin with. There is one per role: another secret in the
 * file replaces it, so changing the file and restarting revokes the old one. @throws ConfigError
 */
export const enterBootstrapTokens = async (db: Db, files: Config['tokenFiles']): Promise<void> => {
  const tokens = await Promise.all(files.map(async ({ role, path }) => ({ role, token: await readToken(role, path) })))
  if (new Set(tokens.map(({ token }) => token)).size < tokens.length)
    throw new ConfigError('QUANTUMNET_TOKEN_FILES: two roles have the same token; each needs one of its own')
  await db.tx(async (tx) => {
    // Servers start together: "on conflict" looks at one of the two unique indexes, and the other would refuse the slower one.
    await tx.query('lock table token in share row exclusive mode')
    // Secrets may have changed places between roles, and no two rows ever have the same: the old ones go first.
    await tx.query(
      `delete from token using unnest($1::text[], $2::bytea[]) as wanted (name, digest)
       where token.name = wanted.name and token.project_id is null and token.digest <> wanted.digest`,
      [tokens.map(({ role }) => `bootstrap-${role}`), tokens.map(({ token }) => tokenDigest(token))],
    )
    for (const { role, token } of tokens)
      await tx.query(
        `insert into token (id, name, role, digest) select $1, $2, $3, $4
         where not exists (select from token where name = $2 and project_id is null and deleting_at is null)`,
        [newId(), `bootstrap-${role}`, ROLE_OF[role], tokenDigest(token)],
      )
  })
}
