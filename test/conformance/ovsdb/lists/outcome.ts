import { OvsdbError, TransactionError } from '@quantumnet/ovsdb-jsonrpc'
import type { TestDatabase } from './database.ts'
import type { Step } from './steps.ts'

export type Outcome = Pick<Step, 'gives' | 'fails'>

/** What becomes of a transaction, in the terms of the lists. */
export const sent = async (
  session: Pick<TestDatabase['session'], 'transact'>,
  operations: NonNullable<Step['send']>,
): Promise<Outcome> => {
  try {
    return { gives: await session.transact(operations) }
  } catch (error) {
    if (!(error instanceof OvsdbError)) throw error
    if (error instanceof TransactionError) {
      return { fails: [error.error, error.operation === null ? 'commit' : error.index] }
    }
    const operation = 'operation' in error ? operations.findIndex((one) => one === error.operation) : 0
    return { fails: [error.name, operation] }
  }
}
