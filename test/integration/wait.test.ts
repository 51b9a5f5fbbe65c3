import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type Network, type Problem } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'

/** `?wait=`: an answer when the change has come as far as was asked. What OVN would say is written by hand here, with its event. */

let server: TestServer
let project: string
beforeAll(async () => {
  server = await startServer()
  ;({ id: project } = (await makeTenancy(server, 'patient')).project)
})
afterAll(async () => {
  await server.close()
})

let made = 0
const makeNetwork = async (): Promise<Network> =>
  await server.as('admin').call(routes.networks.create, { body: { project, name: `net-${String(++made)}` } })

const TELL = `insert into event (project_id, kind, resource_id, action) values ($1, 'network', $2, $3)`

/** As the reconciler does it: the status and its event in one transaction, then a wake-up. */
const reach = async (id: string, level: 'applied' | 'realized'): Promise<void> => {
  await server.rows(
    `with written as (update network set applied_generation = generation,
       realized_generation = case when $4 then generation else realized_generation end where id = $2)
     ${TELL}`,
    [project, id, 'status', level === 'realized'],
  )
  await server.rows('notify quantumnet_changed')
}
const end = async (id: string): Promise<void> => {
  await server.rows(`with gone as (delete from network where id = $2) ${TELL}`, [project, id, 'deleted'])
  await server.rows('notify quantumnet_changed')
}

interface Answered {
  readonly status: number
  readonly body: Network & Problem
  readonly ms: number
}
const timed = async (method: string, path: string, body?: object): Promise<Answered> => {
  const begin = performance.now()
  const response = await send(server, { method, path, ...(body && { body: JSON.stringify(body) }) })
  const text = await response.text()
  return {
    ...{ status: response.status, ms: performance.now() - begin },
    body: (text === '' ? {} : JSON.parse(text)) as Answered['body'],
  }
}

/** A request has done its change, which the rest of a test builds on, and has only its wait before it. */
const isStored = async (rows: string, values: unknown[]): Promise<true> =>
  await eventually(async () => ((await server.rows(`select from ${rows}`, values)).length > 0 ? true : undefined), {
    ...{ what: `the change is stored: ${rows}`, timeoutMs: 20_000 },
  })

/** Requests that wait in the server: what it logs is not enough, so it is seen by what they keep from ending. */
const isPending = async (answer: Promise<unknown>): Promise<boolean> =>
  await Promise.race([
    answer.then(() => false),
    new Promise<boolean>((resolve) => {
      setTimeout(resolve, 150, true)
    }),
  ])

describe('a wait', () => {
  it('ends when the change is applied', async () => {
    const { id } = await makeNetwork()
    const answer = timed('PATCH', `/v1/networks/${id}?wait=applied`, { mtu: 1300 })
    await isStored('network where id = $1 and generation = 2', [id])
    expect(await isPending(answer)).toBe(true)
    await reach(id, 'applied')
    const { status, body } = await answer
    expect([status, body.status.state, body.status.applied_generation]).toEqual([200, 'applied', 2])
  })

  it('is woken by the event, and does not wait for its next look', async () => {
    const { id } = await makeNetwork()
    const waits: number[] = []
    for (let mtu = 1301; mtu <= 1305; mtu++) {
      const answer = timed('PATCH', `/v1/networks/${id}?wait=realized`, { mtu })
      expect(await isPending(answer)).toBe(true)
      const before = performance.now()
      await reach(id, 'realized')
      await answer
      waits.push(performance.now() - before)
    }
    expect(Math.min(...waits)).toBeLessThan(150)
  })

  it('of realized goes on when only applied is reached', async () => {
    const { id } = await makeNetwork()
    const answer = timed('GET', `/v1/networks/${id}?wait=realized`)
    await reach(id, 'applied')
    expect(await isPending(answer)).toBe(true)
    await reach(id, 'realized')
    expect((await answer).body.status.state).toBe('realized')
  })

  it('is not ended by what the reconciler said of the generation before', async () => {
    const { id } = await makeNetwork()
    const said = ['ApplyFailed', 'Waiting', 'SomebodyElses'].map((type) => ({
      ...{ type, reason: 'NotProgrammed', message: 'is not written', since: '2026-03-01T09:30:00.000Z' },
    }))
    await server.rows('update network set conditions = $2 where id = $1', [id, JSON.stringify(said)])
    const answer = timed('PATCH', `/v1/networks/${id}?wait=applied`, { mtu: 1310 })
    await isStored('network where id = $1 and generation = 2', [id])
    expect(await isPending(answer)).toBe(true)
    await reach(id, 'applied')
    const { status } = (await answer).body
    expect([status.state, status.conditions.map(({ type }) => type)]).toEqual(['applied', ['SomebodyElses']])
  })

  it('ends at once where nothing is to be waited for', async () => {
    const answer = await timed('POST', '/v1/projects?wait=realized', { name: 'at-once' })
    expect([answer.status, answer.body.status.state]).toEqual([201, 'realized'])
  })

  it('ends with its time, and answers what there is', async () => {
    const { id } = await makeNetwork()
    const answer = await timed('GET', `/v1/networks/${id}?wait=applied&wait_timeout=1`)
    expect([answer.status, answer.body.status.state]).toEqual([200, 'pending'])
    expect(answer.ms).toBeGreaterThan(950)
  })

  it('of a deletion ends with 204', async () => {
    const { id } = await makeNetwork()
    const answer = timed('DELETE', `/v1/networks/${id}?wait=applied`)
    await isStored('network where id = $1 and deleting_at is not null', [id])
    expect(await isPending(answer)).toBe(true)
    await end(id)
    expect(await answer).toMatchObject({ status: 204, body: {} })
    const late = await makeNetwork()
    const timedOut = await timed('DELETE', `/v1/networks/${late.id}?wait=applied&wait_timeout=1`)
    expect([timedOut.status, timedOut.body.status.state]).toEqual([202, 'deleting'])
  })

  it('for many ends with the last of them', async () => {
    const network = await makeNetwork()
    const body = { ports: ['many-1', 'many-2'].map((name) => ({ network: network.id, name, fixed_ips: [] })) }
    const answer = timed('POST', '/v1/ports:bulk?wait=applied', body)
    await isStored('port where network_id = $1', [network.id])
    expect(await isPending(answer)).toBe(true)
    for (const name of ['many-2', 'many-1']) {
      expect(await isPending(answer)).toBe(true)
      await server.rows('update port set applied_generation = generation where name = $1', [name])
      await server.rows('notify quantumnet_changed')
    }
    const { items } = (await answer).body as unknown as { items: Network[] }
    expect(items.map(({ name, status }) => [name, status.state])).toEqual([
      ['many-1', 'applied'],
      ['many-2', 'applied'],
    ])
  })

  it('for the end of a resource ends with 404', async () => {
    const { id } = await makeNetwork()
    const answer = timed('GET', `/v1/networks/${id}?wait=gone`)
    expect(await isPending(answer)).toBe(true)
    await end(id)
    expect((await answer).body.code).toBe('not_found')
  })

  it('does not keep the server from ending', async () => {
    const own = await startServer()
    const { network } = await makeTenancy(own, 'ending')
    const answer = send(own, { path: `/v1/networks/${network.id}?wait=realized&wait_timeout=60` })
    expect(await isPending(answer)).toBe(true)
    const begin = performance.now()
    await own.close()
    // The wait would go on for a minute.
    expect(performance.now() - begin).toBeLessThan(30_000)
    expect((await answer).status).toBe(200)
  })
})
