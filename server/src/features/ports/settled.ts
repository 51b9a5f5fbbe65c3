import { DomainError } from '../../errors.ts'

/** Steps that many requests take together, each with a result of its own. */

/** Either what came of a step or why it ends there. */
export type Settled<T> = T | DomainError

export const isRefusal = (each: unknown): each is DomainError => each instanceof DomainError

/** What a step gives, or the refusal that it throws. */
export const settle = <T>(step: () => T): Settled<T> => {
  try {
    return step()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}

/** Runs one step for those that are still on their way; the others keep their refusal. */
export const stepFor = async <A, B>(
  settled: readonly Settled<A>[],
  step: (open: readonly A[]) => Promise<readonly Settled<B>[]>,
): Promise<readonly Settled<B>[]> => {
  const open = settled.filter((each): each is A => !isRefusal(each))
  const results = open.length === 0 ? [] : await step(open)
  let next = 0
  return settled.map((each): Settled<B> => {
    if (isRefusal(each)) return each
    const result = results[next++]
    if (result === undefined) throw new Error('a step gave no result for one of its ports')
    return result
  })
}
