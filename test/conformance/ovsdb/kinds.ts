import { fileURLToPath } from 'node:url'
import { operationsOf, Session } from '@quantumnet/ovsdb-jsonrpc'
import type { SessionOptions } from '@quantumnet/ovsdb-jsonrpc'
import { kindsSchema } from '../../../ovsdb-jsonrpc/fixtures/gen/kinds.ts'
import type { KindsTables } from '../../../ovsdb-jsonrpc/fixtures/gen/kinds.ts'

/** The small database of the tests, with a column of every kind. */
export { kindsSchema }
export type { KindsTables }
export const kinds = operationsOf(kindsSchema)
export const kindsServer = {
  schema: fileURLToPath(new URL('../../../ovsdb-jsonrpc/fixtures/kinds.ovsschema', import.meta.url)),
  database: 'Kinds',
}

export const everything = { Thing: '*', Part: '*', Pair: '*', Settings: '*' } as const
export type Everything = typeof everything

export type KindsSession = Session<KindsTables, Everything>

const open = new Set<KindsSession>()

/** A session on the whole database, quick to try again, that `closeSessions` closes. */
export const openSession = (
  remotes: readonly string[],
  options: Partial<SessionOptions<KindsTables, Everything>> = {},
): KindsSession => {
  const session = new Session({
    schema: kindsSchema,
    remotes,
    monitor: everything,
    backoff: { minMs: 20, maxMs: 100 },
    ...options,
  })
  open.add(session)
  return session
}

/** For afterEach: a session left open would try to reconnect for ever. */
export const closeSessions = async (): Promise<void> => {
  const sessions = [...open]
  open.clear()
  await Promise.all(
    sessions.map(async (session) => {
      await session.close()
    }),
  )
}
