import { describe, expect, it } from '@jest/globals'
import { kindsSchema } from '../fixtures/gen/kinds.ts'
import type { KindsTables } from '../fixtures/gen/kinds.ts'
import { CanceledError, ClusterError, NotConnectedError, OvsdbError, transactionError } from './errors.ts'
import { GroupCommit } from './group-commit.ts'
import { operationsOf } from './operations.ts'
import { prepare } from './prepared.ts'
import type { Prepared } from './prepared.ts'
import type { Outcome } from './transact.ts'
import type { Writer } from './writer.ts'

const kinds = operationsOf(kindsSchema)

/** Comments stand for transactions; a server that refuses what the test says, and keeps the groups that it was sent. */
const serverThat = (
  judge: (texts: readonly string[]) => Outcome | null,
): { writer: Writer<KindsTables>; groups: string[]; answer: () => void } => {
  const groups: string[] = []
  const gates: (() => void)[] = []
  const commit = async (members: readonly Prepared[]): Promise<Outcome> => {
    const texts = members.map(({ operations }) => (operations[0] as { comment: string }).comment)
    groups.push(texts.join(' '))
    await new Promise<void>((resolve) => gates.push(resolve))
    return judge(texts) ?? { committed: true, results: texts.map((text) => [text]) }
  }
  const writer: Writer<KindsTables> = {
    schema: kindsSchema,
    commit,
    prepare: (operations) => prepare(kindsSchema, operations),
    transact: async () => await Promise.reject(new Error('not used')),
  }
  return { writer, groups, answer: () => gates.shift()?.() }
}

const refusal = (error: string, member: number | null): Outcome => ({
  committed: false,
  error: transactionError({ error, details: '', operation: null, index: -1 }),
  member,
})

const turn = async (): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve))
}

/** Answers whatever is asked until each of these is settled; gives results, or the names of errors. */
const settle = async (answer: () => void, transactions: readonly Promise<unknown>[]): Promise<unknown[]> => {
  const settled = Promise.allSettled(transactions)
  const turns = setInterval(answer, 0)
  await settled
  clearInterval(turns)
  return (await settled).map((one) =>
    one.status === 'fulfilled' ? (one.value as readonly unknown[])[0] : (one.reason as Error).name,
  )
}

describe('what is asked for at the same time', () => {
  it('travels together, and while it does the next is gathered', async () => {
    const { writer, groups, answer } = serverThat(() => null)
    const group = new GroupCommit(writer, { maxInFlight: 1 })
    const send = async (text: string): Promise<unknown> => await group.transact([kinds.comment(text)])
    const first = [send('a'), send('b')]
    await turn()
    const second = [send('c'), send('d')]
    expect(await settle(answer, [...first, ...second])).toEqual(['a', 'b', 'c', 'd'])
    expect(groups).toEqual(['a b', 'c d'])
  })

  it('is cut at a number of operations, but a transaction never is', async () => {
    const { writer, groups, answer } = serverThat(() => null)
    const group = new GroupCommit(writer, { maxInFlight: 1, maxOperations: 3 })
    const send = async (...texts: string[]): Promise<unknown> =>
      await group.transact(texts.map((t) => kinds.comment(t)))
    await settle(answer, [send('a'), send('b', '-'), send('c'), send('d', '-', '-', '-'), send('e')])
    expect(groups).toEqual(['a b', 'c', 'd', 'e'])
  })
})

describe('a group that is refused', () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

  it.each<[name: string, bad: string[], member: boolean, groups: number]>([
    ['for one that is known', ['c'], true, 3],
    ['for the first and the last', ['a', 'h'], true, 5],
    ['at commit, by one', ['f'], false, 7],
    ['at commit, by all', letters, false, 15],
  ])('%s: only those fail', async (_name, bad, isKnown, count) => {
    const { writer, groups, answer } = serverThat((texts) => {
      const place = texts.findIndex((text) => bad.includes(text))
      return place === -1 ? null : refusal('constraint violation', isKnown ? place : null)
    })
    const group = new GroupCommit(writer)
    const results = await settle(
      answer,
      letters.map(async (text) => await group.transact([kinds.comment(text)])),
    )
    expect(results).toEqual(letters.map((text) => (bad.includes(text) ? 'ConstraintViolationError' : text)))
    expect(groups).toHaveLength(count)
  })

  it.each<[name: string, outcome: () => Outcome, error: string]>([
    ['by a server in trouble', () => refusal('cluster error', null), ClusterError.name],
    [
      'because the guard does not hold',
      () => ({ committed: false, error: new OvsdbError('x'), member: null }),
      'OvsdbError',
    ],
    [
      'because nothing was sent',
      () => {
        throw new NotConnectedError('x')
      },
      'NotConnectedError',
    ],
  ])('%s is not tried again', async (_name, outcome, error) => {
    const { writer, groups, answer } = serverThat(outcome)
    const group = new GroupCommit(writer)
    const both = ['a', 'b'].map(async (text) => await group.transact([kinds.comment(text)]))
    expect(await settle(answer, both)).toEqual([error, error])
    expect(groups).toEqual(['a b'])
  })
})

it('refuses what does not fit the schema before it joins a group', async () => {
  const { writer, groups } = serverThat(() => null)
  await expect(new GroupCommit(writer).transact([{ op: 'delete', table: 'Thing', where: 'x' }])).rejects.toThrow(
    'Thing._uuid',
  )
  await turn()
  expect(groups).toEqual([])
})

it('lets go of those that are given up while they wait, and refuses more than may wait', async () => {
  const { writer, groups, answer } = serverThat(() => null)
  const group = new GroupCommit(writer, { maxInFlight: 1, maxWaiting: 2 })
  const canceler = new AbortController()
  const kept = group.transact([kinds.comment('a')])
  const canceled = group.transact([kinds.comment('b')], { signal: canceler.signal })
  await expect(group.transact([kinds.comment('c')])).rejects.toThrow('2 transactions wait')
  canceler.abort()
  await expect(canceled).rejects.toThrow(CanceledError)
  await expect(group.transact([kinds.comment('d')], { signal: canceler.signal })).rejects.toThrow(CanceledError)
  expect(await settle(answer, [kept])).toEqual(['a'])
  expect(groups).toEqual(['a'])
})
