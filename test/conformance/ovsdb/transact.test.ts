import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import * as ovsdb from '@quantumnet/ovsdb-jsonrpc'
import { putKeys, randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import type { Operation } from '@quantumnet/ovsdb-jsonrpc'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { closeSessions, kinds, kindsServer, openSession } from './kinds.ts'
import type { KindsSession, KindsTables } from './kinds.ts'

describe.each([
  { model: 'standalone', clustered: false },
  { model: 'one-node cluster', clustered: true },
])('transactions on a $model', ({ clustered }) => {
  let server: OvsdbServer
  let session: KindsSession
  let names = 0
  const freshName = (): string => `n${String((names += 1))}`

  beforeAll(async () => {
    server = await startOvsdb({ ...kindsServer, clustered })
    session = openSession([server.remote])
    await session.ready()
  })
  afterAll(async () => {
    await closeSessions()
    await server.remove()
  })

  const refusal = async (...operations: Operation<keyof KindsTables>[]): Promise<unknown> => {
    try {
      await session.transact(operations)
    } catch (error) {
      return error
    }
    throw new Error('the transaction was committed')
  }
  const insertThing = async (row: ovsdb.InsertOf<KindsTables['Thing']> = {}): Promise<ovsdb.Uuid<'Thing'>> => {
    const uuid = randomUuid<'Thing'>()
    await session.transact([kinds.insert('Thing', uuid, { name: freshName(), ...row })])
    return uuid
  }

  it('shows own writes when transact resolves', async () => {
    const [a, b] = [randomUuid<'Thing'>(), randomUuid<'Thing'>()]
    const part = randomUuid<'Part'>()
    const name = freshName()
    const results = await session.transact([
      kinds.insert('Part', part, { label: 'p', weights: [1.5] }),
      kinds.insert('Thing', a, { name, parts: [part], friend: b, tag: 7, attrs: { k: 'v' }, size: [2] }),
      kinds.insert('Thing', b, { name: freshName(), friends: [a, b] }),
      kinds.select('Thing', [['name', '==', name]], ['_uuid', 'tag', 'words', 'friend']),
    ])
    expect(results).toEqual([
      { uuid: part },
      { uuid: a },
      { uuid: b },
      { rows: [{ _uuid: a, tag: 7, words: [], friend: b }] },
    ])
    expect(session.get('Thing', a)).toEqual({
      _uuid: a,
      name,
      count: 0,
      ratio: 0,
      on: false,
      color: null,
      size: [2],
      tag: 7,
      alias: null,
      words: [],
      few: [],
      attrs: new Map([['k', 'v']]),
      levels: new Map(),
      single: new Map(),
      parts: [part],
      friend: b,
      friends: [],
      serial: '',
    })
    expect(session.get('Part', part)).toEqual({ _uuid: part, label: 'p', weights: [1.5] })
  })

  it('commits nothing when an operation fails, and says which', async () => {
    const uuid = randomUuid<'Thing'>()
    const twice = await insertThing()
    const error = await refusal(
      kinds.insert('Thing', uuid, { name: freshName() }),
      kinds.insert('Thing', twice, { name: freshName() }),
      kinds.comment('never reached'),
    )
    expect(error).toBeInstanceOf(ovsdb.DuplicateUuidError)
    expect(error).toMatchObject({ index: 1, operation: { op: 'insert', uuid: twice } })
    expect(session.get('Thing', uuid)).toBeUndefined()
  })

  it('names the trailing error of the commit: a twin in an index', async () => {
    const name = freshName()
    await insertThing({ name })
    const error = await refusal(kinds.insert('Thing', randomUuid(), { name }))
    expect(error).toBeInstanceOf(ovsdb.ConstraintViolationError)
    expect(error).toMatchObject({ index: -1, operation: null })
  })

  it('names the trailing error of the commit: a strong reference to nothing', async () => {
    const error = await refusal(
      kinds.insert('Thing', randomUuid(), { name: freshName(), parts: [randomUuid<'Part'>()] }),
    )
    expect(error).toBeInstanceOf(ovsdb.ReferentialIntegrityError)
    expect(error).toMatchObject({ index: -1, operation: null })
  })

  it('drops a weak reference to nothing', async () => {
    const uuid = await insertThing({ friend: randomUuid(), friends: [randomUuid()] })
    expect(session.get('Thing', uuid)).toMatchObject({ friend: null, friends: [] })
  })

  it('refuses a child for a parent that is missing, instead of losing it', async () => {
    const part = randomUuid<'Part'>()
    const parent = randomUuid<'Thing'>()
    const error = await refusal(
      kinds.insert('Part', part, { label: 'lost', weights: [1] }),
      kinds.mutate('Thing', parent, [['parts', 'insert', [part]]]),
    )
    expect(error).toBeInstanceOf(ovsdb.RowMissingError)
    expect(error).toMatchObject({ operation: { op: 'mutate', where: parent } })
    expect(await refusal(kinds.update('Thing', [['name', '==', 'nobody']], { count: 1 }))).toBeInstanceOf(
      ovsdb.RowMissingError,
    )
  })

  it('collects a row that nobody refers to, and children with their parent', async () => {
    const [orphan, child] = [randomUuid<'Part'>(), randomUuid<'Part'>()]
    await session.transact([kinds.insert('Part', orphan, { weights: [1] })])
    expect(session.get('Part', orphan)).toBeUndefined()
    const parent = randomUuid<'Thing'>()
    const friend = await insertThing()
    await session.transact([
      kinds.insert('Part', child, { weights: [1] }),
      kinds.insert('Thing', parent, { name: freshName(), parts: [child] }),
      kinds.mutate('Thing', friend, [['friends', 'insert', [parent]]]),
    ])
    expect(session.get('Thing', friend)?.friends).toEqual([parent])
    await session.transact([kinds.remove('Thing', parent)])
    expect(session.get('Part', child)).toBeUndefined()
    expect(session.get('Thing', friend)?.friends).toEqual([])
  })

  it('refuses to delete and insert one UUID in one transaction', async () => {
    const uuid = await insertThing()
    const error = await refusal(kinds.remove('Thing', uuid), kinds.insert('Thing', uuid, { name: freshName() }))
    expect(error).toBeInstanceOf(ovsdb.DuplicateUuidError)
    expect(session.get('Thing', uuid)).toBeDefined()
  })

  it('deletes what is not there without complaint', async () => {
    expect(await session.transact([kinds.remove('Thing', randomUuid())])).toEqual([{ count: 0 }])
  })

  it('does not overwrite map keys by insert; putKeys does', async () => {
    const uuid = await insertThing({ attrs: { k: 'old', x: 'y' } })
    await session.transact([kinds.mutate('Thing', uuid, [['attrs', 'insert', { k: 'new', l: '1' }]])])
    expect(session.get('Thing', uuid)?.attrs).toEqual(
      new Map([
        ['k', 'old'],
        ['l', '1'],
        ['x', 'y'],
      ]),
    )
    await session.transact([kinds.mutate('Thing', uuid, putKeys('attrs', { k: 'new', m: '2' }))])
    expect(session.get('Thing', uuid)?.attrs).toEqual(
      new Map([
        ['k', 'new'],
        ['l', '1'],
        ['m', '2'],
        ['x', 'y'],
      ]),
    )
  })

  it('inserts a member of a set that is there already without complaint', async () => {
    const uuid = await insertThing({ words: ['a'] })
    await session.transact([
      kinds.mutate('Thing', uuid, [
        ['words', 'insert', ['a', 'b']],
        ['words', 'delete', ['c']],
      ]),
    ])
    expect(session.get('Thing', uuid)?.words).toEqual(['a', 'b'])
  })

  it.each<[string, ovsdb.Mutation<KindsTables['Thing']>[], object]>([
    ['+=', [['count', '+=', 3]], { count: 10 }],
    ['-=', [['count', '-=', 7]], { count: 0 }],
    [
      '*= and %=',
      [
        ['count', '*=', 4],
        ['count', '%=', 10],
      ],
      { count: 8 },
    ],
    ['/= of reals', [['ratio', '/=', 4]], { ratio: 0.25 }],
    ['+= of a set', [['few', '+=', 1]], { few: [2, 3] }],
    ['delete of a pair with another value', [['attrs', 'delete', { k: 'w' }]], { attrs: new Map([['k', 'v']]) }],
    ['delete of a pair', [['attrs', 'delete', { k: 'v' }]], { attrs: new Map() }],
    ['delete of an optional', [['tag', 'delete', [5]]], { tag: null }],
  ])('mutates by %s', async (_name, mutations, after) => {
    const uuid = await insertThing({ count: 7, ratio: 1, few: [1, 2], attrs: { k: 'v' }, tag: 5 })
    await session.transact([kinds.mutate('Thing', uuid, mutations)])
    expect(session.get('Thing', uuid)).toMatchObject(after)
  })

  it.each<[string, ovsdb.Mutation<KindsTables['Thing']>, new (...args: never[]) => Error]>([
    ['a division by zero', ['count', '/=', 0], ovsdb.DomainError],
    ['a result out of bounds', ['count', '+=', 1000], ovsdb.ConstraintViolationError],
    ['too many members', ['few', 'insert', [3, 4]], ovsdb.ConstraintViolationError],
  ])('refuses %s', async (_name, mutation, type) => {
    const uuid = await insertThing({ count: 7, few: [1, 2] })
    const error = await refusal(kinds.mutate('Thing', uuid, [mutation]))
    expect(error).toBeInstanceOf(type)
    expect(error).toMatchObject({ index: 0 })
  })

  it.each<[string, ovsdb.Condition<KindsTables['Thing']>[], boolean]>([
    ['==', [['count', '==', 7]], true],
    ['!=', [['count', '!=', 7]], false],
    ['<', [['count', '<', 7]], false],
    ['<=', [['count', '<=', 7]], true],
    ['>= of an optional', [['tag', '>=', 5]], true],
    ['> of an optional', [['tag', '>', 5]], false],
    ['== of an optional that is empty', [['alias', '==', null]], true],
    ['includes of a set', [['words', 'includes', ['a']]], true],
    ['excludes of a set', [['words', 'excludes', ['a', 'z']]], false],
    ['includes of a map', [['attrs', 'includes', { k: 'v' }]], true],
    ['includes of a map with another value', [['attrs', 'includes', { k: 'w' }]], false],
    [
      'two conditions',
      [
        ['count', '==', 7],
        ['on', '==', true],
      ],
      false,
    ],
  ])('selects by %s', async (_name, conditions, found) => {
    const uuid = await insertThing({ count: 7, tag: 5, words: ['a', 'b'], attrs: { k: 'v', l: 'w' } })
    const [{ rows }] = await session.transact([
      kinds.select('Thing', [['_uuid', '==', uuid], ...conditions], ['_uuid']),
    ])
    expect(rows).toEqual(found ? [{ _uuid: uuid }] : [])
  })

  it('waits for what a row is, and for absence', async () => {
    const uuid = await insertThing({ count: 7 })
    const gone = randomUuid<'Thing'>()
    await session.transact([
      kinds.wait('Thing', uuid, { count: 7, tag: null }),
      kinds.wait('Thing', uuid, {}),
      kinds.wait('Thing', gone, null),
      kinds.wait('Thing', [['name', '==', 'nobody']], null),
    ])
    for (const wait of [
      kinds.wait('Thing', uuid, { count: 8 }),
      kinds.wait('Thing', gone, {}),
      kinds.wait('Thing', uuid, null),
    ]) {
      expect(await refusal(wait)).toBeInstanceOf(ovsdb.TimedOutError)
    }
  })

  it('fences a writer whose epoch is over', async () => {
    const settings = randomUuid<'Settings'>()
    await session.transact([
      kinds.remove('Settings', []),
      kinds.insert('Settings', settings, { external_ids: { other: 'x', epoch: '1' } }),
    ])
    const writerOf = (epoch: string): ovsdb.Writer<KindsTables> =>
      session.guardedBy([kinds.wait('Settings', [['external_ids', 'includes', { epoch }]], {})])
    const [older, newer] = [writerOf('1'), writerOf('2')]
    const uuid = randomUuid<'Thing'>()
    expect(await older.transact([kinds.insert('Thing', uuid, { name: freshName() })])).toEqual([{ uuid }])
    await session.transact([kinds.update('Settings', settings, { external_ids: { other: 'x', epoch: '2' } })])
    await expect(older.transact([kinds.remove('Thing', uuid)])).rejects.toThrow(ovsdb.FencedError)
    expect(session.get('Thing', uuid)).toBeDefined()
    expect(await newer.transact([kinds.remove('Thing', uuid)])).toEqual([{ count: 1 }])
  })

  it('refuses an assert for a lock that is not held', async () => {
    expect(await refusal(kinds.assert('nobody'))).toBeInstanceOf(ovsdb.NotOwnerError)
  })

  it('validates before it sends', async () => {
    const error = await refusal(kinds.insert('Thing', randomUuid(), { tag: 5000 }))
    expect(error).toBeInstanceOf(ovsdb.ValidationError)
    expect(error).toMatchObject({ table: 'Thing', column: 'tag', value: 5000 })
  })

  it('bounds what is in flight and what waits', async () => {
    const small = openSession([server.remote], { limits: { inFlight: 1, queued: 2 } })
    await small.ready()
    const sent = Array.from({ length: 5 }, async () => await small.transact([kinds.comment('x')]))
    const outcomes = (await Promise.allSettled(sent)).map(({ status }) => status)
    expect(outcomes).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'])
    await expect(sent[4]).rejects.toThrow(ovsdb.QueueFullError)
  })
})
