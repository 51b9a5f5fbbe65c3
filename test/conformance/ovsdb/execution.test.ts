import { isDeepStrictEqual } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { commitCases } from './lists/commit.ts'
import { models, plainRow, TestDatabase } from './lists/database.ts'
import { executionTables } from './lists/execution-tables.ts'
import { executionCases } from './lists/execution.ts'
import { sent } from './lists/outcome.ts'
import type { Outcome } from './lists/outcome.ts'
import type { Step } from './lists/steps.ts'

/** Rows in an order that doesn't depend on the server, sets likewise. */
const settled = (result: unknown): unknown => {
  if (typeof result !== 'object' || result === null || !('rows' in result)) return result
  const rows = (result.rows as Parameters<typeof plainRow>[0][]).map(plainRow)
  return { rows: rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) }
}

const wired = async (database: TestDatabase, operations: NonNullable<Step['wire']>): Promise<Outcome> => {
  const results = await database.wire(operations)
  const at = results.findIndex((result) => typeof result === 'object' && result !== null && 'error' in result)
  if (at === -1) return { gives: results }
  return { fails: [(results[at] as { error: string }).error, at === operations.length ? 'commit' : at] }
}

const runStep = async (database: TestDatabase, { send, wire = [], gives, fails }: Step): Promise<void> => {
  const outcome = send === undefined ? await wired(database, wire) : await sent(database.session, send)
  if (fails !== undefined) expect(outcome).toEqual({ fails })
  else if (gives === undefined) expect(outcome).not.toHaveProperty('fails')
  else expect(outcome.gives?.map(settled)).toEqual(gives.map(settled))
}

describe.each(models)('execution on a $model', (model) => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await TestDatabase.start(model, executionTables)
  }, 60_000)
  afterEach(async () => {
    await database.clear()
  })
  afterAll(async () => {
    await database.end()
  })

  it.each([...executionCases, ...commitCases])('$name', async ({ steps }) => {
    for (const step of steps) await runStep(database, step)
    const truth = await database.dump()
    // What another connection wrote may come a moment after the answer to a read.
    await eventually(() => (isDeepStrictEqual(database.replica(), truth) ? true : undefined), {
      what: 'the replica has what the server has',
      timeoutMs: 2000,
    })
  })
})
