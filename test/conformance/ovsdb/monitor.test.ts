import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { OvsdbError } from '@quantumnet/ovsdb-jsonrpc'
import type { Row } from '@quantumnet/ovsdb-jsonrpc'
import { database as name, models, openConnection, plainRow, TestDatabase, u } from './lists/database.ts'
import { executionTables } from './lists/execution-tables.ts'
import { conditionalCases, conditionalRows, conditionChanges, monitorCases, selectCases } from './lists/monitor.ts'
import { insert, remove, update } from './lists/steps.ts'

type Updates = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>

/** `kind number` for each row of an update2 or update3; the UUIDs of these tests end in the number. */
const labels = (updates: unknown): string[] =>
  Object.entries((updates as Updates)['Number'] ?? {})
    .map(([uuid, change]) => `${Object.keys(change)[0] ?? ''} ${String(Number(uuid.slice(-12)))}`)
    .toSorted()
/** The same for an update of RFC 7047 itself. */
const oldLabels = (updates: unknown, first: string): string[] =>
  Object.entries((updates as Updates)['Number'] ?? {}).map(([uuid, change]) => {
    const kind = change['new'] === undefined ? 'delete' : change['old'] === undefined ? first : 'modify'
    return `${kind} ${String(Number(uuid.slice(-12)))}`
  })
const zero = '00000000-0000-0000-0000-000000000000'

describe.each(models)('monitors of a $model', (model) => {
  let database: TestDatabase
  let raw: Awaited<ReturnType<typeof openConnection>>

  beforeAll(async () => {
    database = await TestDatabase.start(model, executionTables)
    raw = await openConnection(database.remotes[0] ?? '')
  }, 60_000)
  afterEach(async () => {
    await database.clear()
  })
  afterAll(async () => {
    raw.connection.close(new OvsdbError('done'))
    await database.end()
  })

  it.each(monitorCases)('$name', async ({ before, then }) => {
    await database.session.transact(before)
    for (const [transaction, tells] of then) {
      const told: unknown[] = []
      const listen = (
        changes: readonly { table: string; uuid: string; before: Row | null; after: Row | null }[],
      ): void => {
        for (const change of changes) {
          const kind = change.before === null ? 'came' : change.after === null ? 'went' : 'changed'
          const { _uuid: uuid, ...row } = plainRow(change.after ?? change.before ?? {})
          told.push([kind, change.table, uuid, row])
        }
      }
      database.session.on('change', listen)
      await database.session.transact(transaction)
      database.session.off('change', listen)
      expect(new Set(told)).toEqual(new Set(tells))
      expect(told).toHaveLength(tells.length)
    }
  })

  /** What came since it was last asked, up to everything that the server had to say. */
  const heard = async (method: string): Promise<unknown[][]> => {
    // Two rounds: the server sends what it owes at the end of the one in which it answers.
    await raw.connection.request('echo', [])
    await raw.connection.request('echo', [])
    return raw.heard.splice(0).flatMap((one) => (one.method === method ? [[...one.params]] : []))
  }
  const changes = [
    [insert('Number', u(5), { number: 5, name: 'five' })],
    [update('Number', u(5), { name: 'FIVE' })],
    [remove('Number')],
  ]

  it.each(selectCases)('only %s', async (kind, tells) => {
    await database.session.transact([insert('Number', u(10), { number: 10, name: 'ten' })])
    const kinds = ['initial', 'insert', 'delete', 'modify']
    const select = Object.fromEntries(kinds.map((one) => [one, one === kind]))
    const initial = await raw.connection.request('monitor', [name, kind, { Number: [{ select }] }])
    for (const transaction of changes) await database.session.transact(transaction)
    const told = [
      ...oldLabels(initial, 'initial'),
      ...(await heard('update')).flatMap(([, updates]) => oldLabels(updates, 'insert')),
    ]
    expect(told.toSorted()).toEqual([...tells].toSorted())
    await raw.connection.request('monitor_cancel', [kind])
  })

  it.each(conditionalCases)('on a condition: $name', async ({ where, columns, initial, transaction, tells }) => {
    await database.session.transact(conditionalRows)
    const request = { Number: [{ where, ...(columns === undefined ? {} : { columns }) }] }
    expect(labels(await raw.connection.request('monitor_cond', [name, 'cond', request]))).toEqual(initial)
    await database.session.transact(transaction)
    expect((await heard('update2')).flatMap(([, updates]) => labels(updates))).toEqual(tells)
    await raw.connection.request('monitor_cancel', ['cond'])
  })

  it.each(['monitor_cond', 'monitor_cond_since'] as const)('%s: the condition changes', async (method) => {
    await database.session.transact(conditionalRows)
    const since = method === 'monitor_cond_since'
    await raw.connection.request(method, [name, 'id', { Number: [{ where: [true] }] }, ...(since ? [zero] : [])])
    for (const [where, tells] of conditionChanges) {
      expect(await raw.connection.request('monitor_cond_change', ['id', 'id', { Number: [{ where }] }])).toEqual({})
      const told = await heard(since ? 'update3' : 'update2')
      expect(told.flatMap((params) => labels(params.at(-1)))).toEqual(tells)
    }
    await raw.connection.request('monitor_cancel', ['id'])
  })

  it('since: an id that nobody knows gives everything, a known one what is new', async () => {
    // The server remembers no more changes than it has data: with next to none it forgets at once.
    const others = Array.from({ length: 100 }, (_, at) => insert('Left', u(1000 + at), { n: at }))
    await database.session.transact(others)
    await database.session.transact(conditionalRows)
    const ask = async (id: string): Promise<[boolean, string, unknown]> => {
      const reply = await raw.connection.request('monitor_cond_since', [name, 'since', { Number: [{}] }, id])
      await raw.connection.request('monitor_cancel', ['since'])
      return reply as [boolean, string, unknown]
    }
    const everything = ['initial 0', 'initial 1', 'initial 2']
    const [found, last, rows] = await ask('11111111-1111-4111-8111-111111111111')
    expect([found, labels(rows)]).toEqual([false, everything])
    const [again, , nothing] = await ask(last)
    await database.session.transact([insert('Number', u(3), { number: 3, name: 'three' }), remove('Number', u(0))])
    const [after, newest, news] = await ask(last)
    // A standalone database keeps no history, and gives no ids.
    if (model.servers === 0) {
      expect([last, newest, again, after]).toEqual([zero, zero, false, false])
      expect(labels(news)).toEqual(['initial 1', 'initial 2', 'initial 3'])
    } else {
      expect([again, labels(nothing), after]).toEqual([true, [], true])
      expect(labels(news)).toEqual(['delete 0', 'insert 3'])
      expect(newest).not.toBe(last)
    }
  })

  it.each<[string, string, unknown[], string]>([
    ['of a database that is not there', 'monitor', ['Nowhere', 'x', {}], 'unknown database'],
    ['of a table that is not there', 'monitor', [name, 'x', { Nothing: [{}] }], ''],
    ['of a column that is not there', 'monitor_cond', [name, 'x', { Number: [{ columns: ['nothing'] }] }], ''],
    [
      'on a condition that makes no sense',
      'monitor_cond',
      [name, 'x', { Number: [{ where: [['name', '<', 'a']] }] }],
      '',
    ],
    ['that is canceled and never was', 'monitor_cancel', ['never'], 'unknown monitor'],
    ['whose condition changes and never was', 'monitor_cond_change', ['never', 'never', {}], 'unknown monitor'],
  ])('a monitor %s is refused', async (_name, method, params, word) => {
    await expect(raw.connection.request(method, params)).rejects.toThrow(word)
  })

  it('an id is used once', async () => {
    await raw.connection.request('monitor', [name, 'twice', { Number: [{}] }])
    await expect(raw.connection.request('monitor_cond', [name, 'twice', { Number: [{}] }])).rejects.toThrow('duplicate')
    await raw.connection.request('monitor_cancel', ['twice'])
  })

  it('tells nothing any more once it is canceled', async () => {
    await raw.connection.request('monitor_cond', [name, 'gone', { Number: [{}] }])
    await raw.connection.request('monitor_cancel', ['gone'])
    await database.session.transact(conditionalRows)
    expect(await heard('update2')).toEqual([])
  })
})
