import type { Operation, ResultsOf } from './operation.ts'
import type { Prepared } from './prepared.ts'
import type { DatabaseSchema } from './schema.ts'
import type { Outcome } from './transact.ts'
import type { TransactOptions } from './transact-options.ts'
import type { TableName, Tables } from './types.ts'

/** Something that commits transactions. */
export interface Writer<T extends Tables> {
  /** of the database that it writes to */
  readonly schema: DatabaseSchema<T>
  /**
   * Commits all operations, or none. Resolves with a result for each once the server has answered and the replica shows what it
   * monitors of them.
   * @throws ValidationError, SchemaError, NotConnectedError, QueueFullError: nothing was sent
   * @throws TransactionError (a subclass for each error string), RowMissingError, FencedError: nothing was committed
   * @throws CanceledError: given up by the signal or the time limit, and nothing was committed
   * @throws OutcomeUnknownError: sent, but the answer was lost, or could not be awaited
   */
  transact: <const Ops extends readonly Operation<TableName<T>>[]>(
    operations: Ops,
    options?: TransactOptions,
  ) => Promise<ResultsOf<Ops>>
  /**
   * Checks and encodes a transaction without sending it.
   * @throws ValidationError, SchemaError
   */
  prepare: <const Ops extends readonly Operation<TableName<T>>[]>(operations: Ops) => Prepared<Ops>
  /**
   * Commits prepared transactions as one: all of them, or none. Resolves with how the server took them; see GroupCommit, which makes
   * each of them succeed or fail by itself.
   * @throws NotConnectedError, QueueFullError, CanceledError, OutcomeUnknownError
   */
  commit: (members: readonly Prepared[], options?: TransactOptions) => Promise<Outcome>
}
