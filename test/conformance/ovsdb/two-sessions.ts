import { randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { OvsdbProxy } from '../../harness/ovsdb-proxy.ts'
import { closeSessions, kinds, openSession } from './kinds.ts'
import type { KindsSession } from './kinds.ts'

type Replica = Pick<KindsSession, 'rows'>

/** The `right`s of all rows of Pair. */
export const rightsOf = (replica: Replica): number[] =>
  [...replica.rows('Pair').values()].map(({ right }) => right).sort((a, b) => a - b)

/** Waits until these are the `right`s of all rows of Pair. */
export const reads = async (replica: Replica, rights: readonly number[]): Promise<void> => {
  await eventually(() => (JSON.stringify(rightsOf(replica)) === JSON.stringify(rights) ? true : undefined), {
    what: `the replica reads ${String(rights)}`,
    timeoutMs: 5000,
  })
}

/** Two sessions on one server, whose tables are empty to begin with: one straight, one through a wire that can be cut. */
export class TwoSessions {
  readonly proxy: OvsdbProxy
  /** straight to the server */
  readonly writer: KindsSession
  /** through the wire */
  readonly session: KindsSession

  private constructor(server: OvsdbServer, proxy: OvsdbProxy) {
    this.proxy = proxy
    this.writer = openSession([server.remote])
    this.session = openSession([proxy.remote])
  }

  static async start(server: OvsdbServer): Promise<TwoSessions> {
    const sessions = new TwoSessions(server, await OvsdbProxy.start(server.socket))
    await Promise.all([sessions.writer.ready(), sessions.session.ready()])
    await sessions.writer.transact([kinds.remove('Thing', []), kinds.remove('Pair', [])])
    return sessions
  }

  async insertPairs(...rights: number[]): Promise<void> {
    await this.writer.transact(rights.map((right) => kinds.insert('Pair', randomUuid(), { left: 'x', right })))
  }

  /** Cuts the wire; resolves when the session knows. */
  async cut(): Promise<void> {
    const lost = new Promise((resolve) => this.session.once('lost', resolve))
    this.proxy.cut()
    await lost
  }

  /** Cuts the wire; resolves when the session is live again. */
  async reconnect(): Promise<void> {
    await this.cut()
    await this.session.ready()
  }

  async end(): Promise<void> {
    await closeSessions()
    await this.proxy.close()
  }
}
