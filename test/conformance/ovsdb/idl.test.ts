import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { Session } from '@quantumnet/ovsdb-jsonrpc'
import type { Row } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { OvsdbProxy } from '../../harness/ovsdb-proxy.ts'
import { models, plainRow, TestDatabase } from './lists/database.ts'
import { referenceCases } from './lists/idl-references.ts'
import { conditionCases, rowCases } from './lists/idl-rows.ts'
import { idlTables } from './lists/idl-tables.ts'
import type { Conditions, IdlStep } from './lists/idl-tables.ts'
import type { Told } from './lists/monitor.ts'
import { sent } from './lists/outcome.ts'

type Follower = TestDatabase['session']
const tables = Object.keys(idlTables)

/** All that a replica tells, in the terms of the lists. */
const listen = (follower: Follower): unknown[] => {
  const told: unknown[] = []
  follower.on('change', (changes) => {
    for (const { table, before, after } of changes) {
      const kind = before === null ? 'came' : after === null ? 'went' : 'changed'
      const { _uuid: uuid, ...row } = plainRow(after ?? before ?? {})
      told.push([kind, table, uuid, row])
    }
  })
  return told
}

const rowsOf = (follower: Follower): unknown =>
  Object.fromEntries(
    tables.map((table) => [
      table,
      new Map([...follower.rows(table)].map(([uuid, row]: [string, Row]) => [uuid, plainRow(row)])),
    ]),
  )

describe.each(models)('the replica of a $model follows', (model) => {
  let database: TestDatabase
  let proxy: OvsdbProxy
  const open: Follower[] = []

  beforeAll(async () => {
    database = await TestDatabase.start(model, idlTables)
    proxy = await OvsdbProxy.start((database.remotes[0] ?? '').replace('unix:', ''))
  }, 60_000)
  afterEach(async () => {
    await Promise.all(
      open.splice(0).map(async (follower) => {
        await follower.close()
      }),
    )
    await database.clear()
  })
  afterAll(async () => {
    await proxy.close()
    await database.end()
  })

  const follow = (conditions: Conditions): Follower => {
    const follower = new Session({
      schema: database.session.schema,
      remotes: [proxy.remote],
      monitor: Object.fromEntries(tables.map((table) => [table, '*'] as const)),
      conditions: conditions,
      backoff: { minMs: 1, maxMs: 10 },
    })
    open.push(follower)
    return follower
  }

  const carryOut = async (follower: Follower, step: IdlStep): Promise<void> => {
    if ('missed' in step) {
      proxy.set({ toServer: 'hold' })
      proxy.cut()
      await eventually(() => (follower.live ? undefined : true), { what: 'the connection is lost', timeoutMs: 5000 })
      for (const operations of step.missed) await database.session.transact(operations)
      proxy.set({ toServer: 'pass' })
      await follower.ready()
    } else if ('conditions' in step) {
      await follower.setConditions(step.conditions)
    } else {
      expect((await sent(follower, step.transact)).fails).toEqual('fails' in step ? step.fails : undefined)
    }
  }

  /** Rows by an index, also those that were there once. */
  const expectIndexed = (follower: Follower, known: Set<unknown>): void => {
    const rows = [...follower.rows('Indexed').values()]
    for (const { i } of rows) known.add(i)
    for (const i of known)
      expect(follower.find('Indexed', { i: i as number })).toEqual(rows.filter((row) => row['i'] === i))
  }

  it.each([...rowCases, ...conditionCases, ...referenceCases])('$name', async (one) => {
    await database.session.transact(one.before ?? [])
    const follower = follow(one.conditions ?? {})
    const told = listen(follower)
    const expectTold = (tells: readonly Told[]): void => {
      expect(new Set(told)).toEqual(new Set(tells))
      expect(told.splice(0)).toHaveLength(tells.length)
    }
    await follower.ready()
    expectTold(one.initially ?? [])
    const indexed = new Set<unknown>()
    let conditions = one.conditions ?? {}
    for (const step of one.steps) {
      await carryOut(follower, step)
      expectTold('fails' in step ? [] : step.tells)
      expectIndexed(follower, indexed)
      if ('conditions' in step) ({ conditions } = step)
    }
    const fresh = follow(conditions)
    await fresh.ready()
    expect(rowsOf(follower)).toEqual(rowsOf(fresh))
  })
})
