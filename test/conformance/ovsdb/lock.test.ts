import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { OvsdbError } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { database as name, models, openConnection, TestDatabase } from './lists/database.ts'
import { executionTables } from './lists/execution-tables.ts'

type Bare = Awaited<ReturnType<typeof openConnection>>

describe.each(models)('locks of a $model', (model) => {
  let database: TestDatabase
  const open: Bare[] = []
  let tests = 0
  /** another one in each test: the server may notice late that the last one's connections are gone */
  let current = ''

  beforeAll(async () => {
    database = await TestDatabase.start(model, executionTables)
  }, 60_000)
  beforeEach(() => {
    tests += 1
    current = `l${String(tests)}`
  })
  afterEach(async () => {
    for (const { connection } of open.splice(0)) {
      connection.close(new OvsdbError('done'))
      await connection.closed
    }
  })
  afterAll(async () => {
    await database.end()
  })

  const connections = async (count: number, server = 0): Promise<Bare[]> => {
    const made = await Promise.all(
      Array.from({ length: count }, async () => await openConnection(database.remotes[server] ?? '')),
    )
    open.push(...made)
    return made
  }
  const ask = async (bare: Bare | undefined, method: string, lock = current): Promise<unknown> =>
    await bare?.connection.request(method, [lock])
  const told = async (bare: Bare | undefined, ...methods: string[]): Promise<void> => {
    await eventually(() => ((bare?.heard.length ?? 0) >= methods.length ? true : undefined), {
      what: methods.join(),
      timeoutMs: 2000,
    })
    expect(bare?.heard).toEqual(methods.map((method) => ({ method, params: [current] })))
  }
  const commit = async (bare: Bare | undefined, lock = current): Promise<unknown> =>
    await bare?.connection.request('transact', [name, { op: 'assert', lock }])

  it('two clients hold a lock each', async () => {
    const [a, b] = await connections(2)
    expect([await ask(a, 'lock', 'x'), await ask(b, 'lock', 'y')]).toEqual([{ locked: true }, { locked: true }])
  })

  it('the next in line gets the lock when it is given back', async () => {
    const [a, b, c] = await connections(3)
    expect([await ask(a, 'lock'), await ask(b, 'lock'), await ask(c, 'lock')]).toEqual([
      { locked: true },
      { locked: false },
      { locked: false },
    ])
    expect(await ask(a, 'unlock')).toEqual({})
    await told(b, 'locked')
    expect(c?.heard).toEqual([])
    expect(await ask(b, 'unlock')).toEqual({})
    await told(c, 'locked')
  })

  it('a stolen lock comes back when the thief gives it back', async () => {
    const [a, b] = await connections(2)
    await ask(a, 'lock')
    expect(await ask(b, 'steal')).toEqual({ locked: true })
    await told(a, 'stolen')
    await ask(b, 'unlock')
    await told(a, 'stolen', 'locked')
  })

  it('who leaves the line is not told any more', async () => {
    const [a, b, c] = await connections(3)
    for (const one of [a, b, c]) await ask(one, 'lock')
    await ask(b, 'unlock')
    await ask(a, 'unlock')
    await told(c, 'locked')
    expect(b?.heard).toEqual([])
  })

  it('a connection that ends gives its locks back', async () => {
    const [a, b] = await connections(2)
    await ask(a, 'lock')
    await ask(b, 'lock')
    a?.connection.close(new OvsdbError('done'))
    await told(b, 'locked')
  })

  it('a transaction can ask for the lock', async () => {
    const [a, b] = await connections(2)
    expect(await commit(a)).toMatchObject([{ error: 'not owner' }])
    await ask(a, 'lock')
    await ask(b, 'lock')
    expect([await commit(a), await commit(b)]).toMatchObject([[{}], [{ error: 'not owner' }]])
    await ask(b, 'steal', 'm')
    expect(await commit(b, 'm')).toEqual([{}])
  })

  it.each([
    ['lock', ['not an id'], ''],
    ['lock', [], ''],
    ['unlock', ['never'], ''],
  ])('%s %j is refused', async (method, params, word) => {
    const [a] = await connections(1)
    await expect(a?.connection.request(method, params)).rejects.toThrow(word)
  })

  it('a lock is asked for once', async () => {
    const [a] = await connections(1)
    await ask(a, 'lock')
    await expect(ask(a, 'lock')).rejects.toThrow()
  })
})

// The reason why this client's writers are fenced by a value in the database, and not by a lock.
it('a lock of one server of a cluster is not the lock of another', async () => {
  const database = await TestDatabase.start(models[2], executionTables)
  const clients = await Promise.all(database.remotes.map(openConnection))
  for (const { connection } of clients) {
    expect(await connection.request('lock', ['l'])).toEqual({ locked: true })
    expect(await connection.request('transact', [name, { op: 'assert', lock: 'l' }])).toEqual([{}])
  }
  for (const { connection } of clients) connection.close(new OvsdbError('done'))
  await database.end()
}, 60_000)
