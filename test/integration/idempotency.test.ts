import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Network, Problem } from '@quantumnet/api'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'

/** Requests with an Idempotency-Key: carried out once, however often they come. */

let server: TestServer
let project: string
beforeAll(async () => {
  server = await startServer()
  ;({ id: project } = (await makeTenancy(server, 'idempotent')).project)
})
afterAll(async () => {
  await server.close()
})

interface Sent {
  readonly status: number
  readonly replayed: boolean
  readonly body: Network & Problem
}

const create = async (key: string, body: object, token = server.tokens.admin): Promise<Sent> => {
  const response = await fetch(`${server.endpoint}/v1/networks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ project, ...body }),
  })
  const replayed = response.headers.get('idempotent-replayed') === 'true'
  return { status: response.status, replayed, body: (await response.json()) as Sent['body'] }
}
const count = async (name: string): Promise<number> =>
  (await server.rows('select from network where name = $1', [name])).length

describe('a repeated request', () => {
  it('is answered with what the first one was answered, and says so', async () => {
    const key = randomUUID()
    const first = await create(key, { name: 'again' })
    expect([first.status, first.replayed]).toEqual([201, false])
    await server.rows('update network set mtu = 1300 where id = $1', [first.body.id])
    const second = await create(key, { name: 'again' })
    expect([second.status, second.replayed]).toEqual([201, true])
    expect(second.body).toEqual(first.body)
    expect(await count('again')).toBe(1)
    expect(await server.rows('select from audit where resource_id = $1', [first.body.id])).toHaveLength(1)
  })

  it('waits for the first when both come at once', async () => {
    const key = randomUUID()
    const all = await Promise.all(Array.from({ length: 12 }, async () => await create(key, { name: 'at-once' })))
    expect(all.map(({ status }) => status)).toEqual(Array(12).fill(201))
    expect(new Set(all.map(({ body }) => body.id)).size).toBe(1)
    expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(await count('at-once')).toBe(1)
  })

  it('is refused when it asks for something else', async () => {
    const key = randomUUID()
    await create(key, { name: 'one' })
    const other = await create(key, { name: 'other' })
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_mismatch'])
    expect(await count('other')).toBe(0)
  })

  it('is tried again when the first one was refused', async () => {
    const key = randomUUID()
    await create(randomUUID(), { name: 'in-the-way' })
    expect((await create(key, { name: 'in-the-way' })).body.code).toBe('name_taken')
    await server.rows(`update network set name = 'moved' where name = 'in-the-way'`)
    const second = await create(key, { name: 'in-the-way' })
    expect([second.status, second.replayed]).toEqual([201, false])
  })

  it('is another request when another token sends it', async () => {
    const key = randomUUID()
    await create(key, { name: 'mine' })
    const other = await makeToken(server, 'admin', project)
    const theirs = await create(key, { name: 'theirs' }, other.secret)
    expect([theirs.status, theirs.replayed]).toEqual([201, false])
  })

  it('is a new one when the key is over', async () => {
    const key = randomUUID()
    await create(key, { name: 'over-1' })
    await server.rows(`update idempotency_key set expires_at = now() - interval '1 s' where key = $1`, [key])
    const later = await create(key, { name: 'over-2' })
    expect([later.status, later.replayed]).toEqual([201, false])
    expect((await create(key, { name: 'over-2' })).replayed).toBe(true)
  })

  it('changes and deletes once, too', async () => {
    const { body } = await create(randomUUID(), { name: 'changed' })
    const send = async (method: string, key: string, change?: object): Promise<Response> =>
      await fetch(`${server.endpoint}/v1/networks/${body.id}`, {
        method,
        headers: {
          authorization: `Bearer ${server.tokens.admin}`,
          'idempotency-key': key,
          ...(change && { 'content-type': 'application/json' }),
        },
        ...(change && { body: JSON.stringify(change) }),
      })
    const key = randomUUID()
    await send('PATCH', key, { mtu: 1400 })
    await send('PATCH', randomUUID(), { mtu: 1401 })
    const late = await send('PATCH', key, { mtu: 1400 })
    expect(late.headers.get('idempotent-replayed')).toBe('true')
    expect(await server.rows('select mtu from network where id = $1', [body.id])).toEqual([{ mtu: 1401 }])
    const gone = randomUUID()
    const first = await send('DELETE', gone)
    const second = await send('DELETE', gone)
    expect([first.status, second.status, second.headers.get('idempotent-replayed')]).toEqual([202, 202, 'true'])
  })

  it.each(['with blank', '\u00fc', 'x'.repeat(256)])('is refused with the key %j', async (key) => {
    const refused = await create(key, { name: 'bad-key' })
    expect(refused.body.errors).toMatchObject([{ pointer: 'Idempotency-Key' }])
  })
})
