import { FencedError, RowMissingError, SchemaError, TransactionError, ValidationError } from '@quantumnet/ovsdb-jsonrpc'

/** How a transaction ended. */
export type Commit =
  | { readonly outcome: 'committed' }
  /** Another writer holds the database, or our claim is gone from it. Nothing was written. */
  | { readonly outcome: 'fenced' }
  /** The database refuses what the transaction says. Nothing was written, and sending it again will not help by itself. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly message: string }
  /** The connection failed: it may be committed or not. Comparing again shows which. */
  | { readonly outcome: 'lost'; readonly message: string }

const pascal = (words: string): string => words.replace(/(?:^|\s+)(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Runs a transaction and says how it ended; errors that are none of the database's are thrown. */
export const attempt = async (transact: () => Promise<unknown>): Promise<Commit> => {
  try {
    await transact()
    return { outcome: 'committed' }
  } catch (error) {
    return outcomeOf(error)
  }
}

const outcomeOf = (error: unknown): Commit => {
  if (!(error instanceof Error)) throw error
  const { message } = error
  if (error instanceof FencedError) return { outcome: 'fenced' }
  if (error instanceof TransactionError) return { outcome: 'refused', reason: pascal(error.error), message }
  if (error instanceof RowMissingError) return { outcome: 'refused', reason: 'RowMissing', message }
  if (error instanceof ValidationError || error instanceof SchemaError)
    return { outcome: 'refused', reason: 'NotInSchema', message }
  return { outcome: 'lost', message }
}
