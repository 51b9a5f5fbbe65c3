import { UnknownMethodError } from './errors.ts'
import type { Monitor } from './monitor.ts'
import { monitorMethods } from './monitor-requests.ts'
import type { MonitorMethod } from './monitor-requests.ts'
import type { RowChange } from './row-change.ts'
import type { Connection } from './rpc.ts'
import type { DatabaseSchema } from './schema.ts'

/** Goes on with what may be there at once or only later. */
export const whenThere = <A, B>(value: A | Promise<A>, next: (value: A) => B | Promise<B>): B | Promise<B> =>
  value instanceof Promise ? value.then(next) : next(value)

/**
 * Asks a server for a monitor, by the newest method that it knows. `tell` is called with the changes before anything that comes after
 * the answer is looked at.
 * @throws RequestError, ConnectionLostError, ProtocolError
 */
export const startMonitor = async (
  connection: Connection,
  monitor: Monitor,
  server: DatabaseSchema,
  tell: (changes: readonly RowChange[]) => unknown = () => undefined,
): Promise<MonitorMethod> => {
  for (const method of monitorMethods) {
    try {
      const params = monitor.requests.params(method, server)
      await connection.request(method, params, (reply) => whenThere(monitor.applyReply(reply, method), tell))
      return method
    } catch (error) {
      if (!(error instanceof UnknownMethodError) || method === 'monitor') throw error
    }
  }
  throw new UnknownMethodError('monitor', 'unknown method', '')
}
