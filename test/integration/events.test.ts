import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type ChangeEvent, type Network, type Port, type Project } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { openStream, type Message, type RawStream } from '../harness/sse.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'
import { watch } from '../harness/stream.ts'

const LIMITS = { bookmarkMs: 300, queueLength: 50, gatherMs: 200 }

let server: TestServer
let tenancy: Tenancy
let other: Project
const streams = new Set<RawStream>()
beforeAll(async () => {
  server = await startServer({ events: LIMITS })
  tenancy = await makeTenancy(server, 'events')
  other = await server.as('admin').call(routes.projects.create, { body: { name: 'other' } })
})
afterEach(() => {
  for (const stream of streams) stream.close()
  streams.clear()
})
afterAll(async () => {
  await server.close()
})

interface Asked {
  readonly token?: string
  readonly query?: string
  readonly lastEventId?: string
  readonly on?: TestServer
}

const open = async ({ token, query = '', lastEventId, on = server }: Asked = {}): Promise<RawStream> => {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
  const stream = await openStream(`${on.endpoint}/v1/events${query}`, token ?? server.tokens.admin, headers)
  streams.add(stream)
  if (stream.status === 200) await stream.find('the first bookmark', ({ event }) => event === 'bookmark')
  return stream
}
const changeOf = ({ data }: Message): ChangeEvent => data as ChangeEvent
const changes = (stream: RawStream): ChangeEvent[] =>
  stream.messages.filter(({ event }) => event === 'change').map(changeOf)
const about = (id: string) => (message: Message) => message.event === 'change' && changeOf(message).id === id

const makeNetwork = async (project: string, name: string): Promise<Network> =>
  await server.as('admin').call(routes.networks.create, { body: { project: project, name } })
const makePort = async (): Promise<Port> =>
  await server.as('admin').call(routes.ports.create, { body: { network: tenancy.network.id } })

describe('the event stream', () => {
  it('begins with a bookmark, and then tells what happens', async () => {
    const stream = await open()
    const network = await makeNetwork(other.id, 'n1')
    const message = await stream.find('the network', about(network.id))
    expect(stream.messages[0]).toMatchObject({ event: 'bookmark', data: { position: stream.messages[0]!.id } })
    expect(message.data).toEqual({
      ...{ project: other.id, kind: 'network', id: network.id, action: 'created' },
      at: expect.stringMatching(/^20/),
    })
  })

  it('goes on where it ended: by Last-Event-ID, and by since', async () => {
    const first = await open()
    const [a, b, c] = [
      await makeNetwork(other.id, 'a'),
      await makeNetwork(other.id, 'b'),
      await makeNetwork(other.id, 'c'),
    ]
    const { id } = await first.find('a', about(a.id))
    first.close()
    for (const asked of [{ lastEventId: id! }, { query: `?since=${id!}` }]) {
      const again = await open(asked)
      await again.find('c', about(c.id))
      const told = changes(again).filter(({ action }) => action === 'created')
      expect(told.map((change) => change.id)).toEqual([b.id, c.id])
    }
    const fromBookmark = await open({ lastEventId: first.messages[0]!.id! })
    await fromBookmark.find('a', about(a.id))
  })

  it('is in the order of transactions where their ids grow by a digit', async () => {
    const burn = async (): Promise<number> =>
      Number((await server.rows<{ xid: string }>('select pg_current_xact_id()::text as xid'))[0]!.xid)
    const first = await burn()
    const boundary = 10 ** String(first).length
    for (let xid = first; xid < boundary - 10;) xid = await burn()
    const stream = await open({ query: '?kind=policy' })
    const since = stream.messages[0]!.id!
    const ids: string[] = []
    // Each in a transaction of its own, and without a wake-up: all of them are read at once.
    for (let n = 0; n < 20; n++) {
      const [row] = await server.rows<{ id: string }>(
        `insert into event (project_id, kind, resource_id, action) values ($1, 'policy', gen_random_uuid(), 'created')
         returning resource_id as id`,
        [other.id],
      )
      ids.push(row!.id)
    }
    expect(await burn()).toBeGreaterThan(boundary)
    await stream.find('the last', about(ids[19]!))
    expect(changes(stream).map(({ id }) => id)).toEqual(ids)
    const again = await open({ query: '?kind=policy', lastEventId: since })
    await again.find('the last', about(ids[19]!))
    expect(changes(again).map(({ id }) => id)).toEqual(ids)
  })

  it('is followed across restarts without a gap', async () => {
    const second = await startServer({ databaseUrl: server.databaseUrl, events: LIMITS })
    const followed = watch(second.as('admin'), { route: routes.events.watch, query: { kind: 'network' } })
    await followed.find('a bookmark', (event) => (event.event === 'bookmark' ? event : undefined))
    const made: string[] = []
    for (const name of ['r1', 'r2', 'r3']) made.push((await makeNetwork(other.id, name)).id)
    await followed.find('r3', (event) => (event.event === 'change' && event.data.id === made[2] ? event : undefined))
    const port = Number(new URL(second.endpoint).port)
    await second.close()
    for (const name of ['r4', 'r5']) made.push((await makeNetwork(other.id, name)).id)
    const third = await startServer({ databaseUrl: server.databaseUrl, events: LIMITS, port })
    made.push((await makeNetwork(other.id, 'r6')).id)
    await followed.find('r6', (event) => (event.event === 'change' && event.data.id === made[5] ? event : undefined))
    const told = followed.events.flatMap((event) =>
      event.event === 'change' && event.data.action === 'created' ? [event.data.id] : [],
    )
    expect(told).toEqual(made)
    await followed.close()
    await third.close()
  })

  it('has topics: projects, kinds and resources', async () => {
    const [byProject, byKind, byResource] = [
      await open({ query: `?project=${tenancy.project.id}` }),
      await open({ query: '?kind=port,subnet' }),
      await open({ query: `?resource=${tenancy.network.id},${tenancy.subnet.id}` }),
    ]
    await makeNetwork(other.id, 'elsewhere')
    const port = await makePort()
    const body = { description: 'changed' }
    await server.as('admin').call(routes.networks.update, { params: { id: tenancy.network.id }, body })
    await byProject.find('the network', about(tenancy.network.id))
    await byResource.find('the network', about(tenancy.network.id))
    await byKind.find('the port', about(port.id))
    expect(new Set(changes(byProject).map(({ project }) => project))).toEqual(new Set([tenancy.project.id]))
    expect(new Set(changes(byKind).map(({ kind }) => kind))).toEqual(new Set(['port']))
    expect(new Set(changes(byResource).map(({ id }) => id))).toEqual(new Set([tenancy.network.id]))
  })

  it.each([
    ['?kind=potato', '?kind'],
    ['?project=x', '?project'],
    ['?since=x', '?since'],
  ])('refuses %s by its name', async (query, pointer) => {
    const response = await fetch(`${server.endpoint}/v1/events${query}`, {
      headers: { authorization: `Bearer ${server.tokens.admin}` },
    })
    expect(response.status).toBe(400)
    expect(((await response.json()) as { errors: { pointer: string }[] }).errors[0]!.pointer).toBe(pointer)
  })

  it('tells each token of its own projects only, and only platform admins of the platform', async () => {
    const [mine, theirs] = [
      await makeToken(server, 'viewer', tenancy.project.id),
      await makeToken(server, 'viewer', other.id),
    ]
    const [a, b, admin] = [await open({ token: mine.secret }), await open({ token: theirs.secret }), await open()]
    const since = admin.messages[0]!.id!
    await server.as('node').call(routes.nodes.register, {
      params: { name: 'hv-events' },
      body: { encap_ip: '192.0.2.7', agent_version: '1' },
    })
    const network = await makeNetwork(other.id, 'theirs')
    const port = await makePort()
    await a.find('the port', about(port.id))
    await b.find('the network', about(network.id))
    await admin.find('the node', (message) => message.event === 'change' && changeOf(message).kind === 'node')
    const replayed = await open({ token: mine.secret, lastEventId: since })
    await replayed.find('the port', about(port.id))
    for (const stream of [a, replayed])
      expect(new Set(changes(stream).map(({ project }) => project))).toEqual(new Set([tenancy.project.id]))
    expect(new Set(changes(b).map(({ project }) => project))).toEqual(new Set([other.id]))
  })

  it('ends when its token is revoked, and shrinks when a role is taken away', async () => {
    const { token, secret } = await makeToken(server, 'viewer', other.id)
    const binding = await server.as('admin').call(routes.roleBindings.create, {
      body: { token: token.id, project: tenancy.project.id, role: 'viewer' },
    })
    const stream = await open({ token: secret })
    const before = await makePort()
    await stream.find('the port', about(before.id))
    await server.as('admin').call(routes.roleBindings.delete, { params: { id: binding.id } })
    const hidden = await makePort()
    const network = await makeNetwork(other.id, 'still-seen')
    await stream.find('the network', about(network.id))
    expect(changes(stream).some(({ id }) => id === hidden.id)).toBe(false)
    await server.as('admin').call(routes.tokens.delete, { params: { id: token.id } })
    await eventually(() => stream.ended() || undefined, { what: 'the end', timeoutMs: 20_000 })
  })

  it('brings bookmarks while nothing happens, and a position far on in the log', async () => {
    const { secret } = await makeToken(server, 'viewer', other.id)
    // Of a kind that nothing happens to here: the token's own creation may still come.
    const stream = await open({ token: secret, query: '?kind=router' })
    for (let n = 0; n < 5; n++) await makePort()
    const first = stream.messages[0]!.id
    const later = await stream.find('a later bookmark', ({ event, id }) => event === 'bookmark' && id !== first)
    expect(later.data).toEqual({ position: later.id })
    expect(changes(stream)).toEqual([])
  })

  it('of a port that flaps tells now and then, with how it is bound last', async () => {
    await server.as('node').call(routes.nodes.register, {
      params: { name: 'hv-flap' },
      body: { encap_ip: '192.0.2.8', agent_version: '1' },
    })
    const port = await makePort()
    const stream = await open({ query: `?resource=${port.id}` })
    const started = performance.now()
    for (let n = 0; n < 100; n++) {
      const state = n % 2 === 0 ? ('up' as const) : ('down' as const)
      const interfaces = [
        { port: port.id, interface: 'tap0', state, reason: state === 'up' ? null : `flap ${String(n)}` },
      ]
      await server.as('node').call(routes.nodes.report, { params: { name: 'hv-flap' }, body: { interfaces } })
    }
    const tookMs = performance.now() - started
    const isLast = (message: Message): boolean => changeOf(message).binding?.reason === 'flap 99'
    await stream.find('the newest state', (message) => message.event === 'change' && isLast(message))
    const rows = await server.rows(`select from event where resource_id = $1 and action = 'status'`, [port.id])
    expect(rows).toHaveLength(100)
    expect(changes(stream).length).toBeLessThanOrEqual(Math.ceil(tookMs / LIMITS.gatherMs) + 1)
    expect(changes(stream).at(-1)!.binding).toMatchObject({ node: 'hv-flap', state: 'down' })
    const again = await open({ query: `?resource=${port.id}`, lastEventId: stream.messages[0]!.id! })
    await again.find('the newest state', (message) => message.event === 'change' && isLast(message))
    expect(changes(again).filter(({ action }) => action === 'status')).toHaveLength(1)

    // As a read of the port tells it, too.
    await server.as('node').call(routes.nodes.report, { params: { name: 'hv-flap' }, body: { interfaces: [] } })
    const isUnplugged = (message: Message): boolean =>
      changeOf(message).binding?.reason?.startsWith('nothing is plugged in') === true
    await stream.find('why it is up nowhere', (message) => message.event === 'change' && isUnplugged(message))
  })

  it('of a reader that is too slow says that events were left out, and goes on', async () => {
    const stream = await open({ query: `?project=${other.id}` })
    await server.rows(
      `insert into event (project_id, kind, resource_id, action) select $1, 'network', gen_random_uuid(), 'updated' from generate_series(1, 60)`,
      [other.id],
    )
    await makeNetwork(other.id, 'wakes')
    const resync = await stream.find('a resync', ({ event }) => event === 'resync')
    expect(resync.data).toEqual({ position: resync.id, reason: 'this reader took events slower than they came' })
    const after = await makeNetwork(other.id, 'after-resync')
    await stream.find('what comes later', about(after.id))
    expect(stream.messages.filter(({ event }) => event === 'resync')).toHaveLength(1)
  })

  it('tells an event when it is committed, and not at its next look', async () => {
    const stream = await open({ query: `?project=${other.id}` })
    const delays: number[] = []
    for (let n = 0; n < 60; n++) {
      const network = await makeNetwork(other.id, `fast-${String(n)}`)
      const committed = performance.now()
      const { at } = await stream.find('the network', about(network.id))
      delays.push(at - committed)
    }
    // By looking every second it would be half a second. The answer comes after the commit too, so this may be below zero. Figures of a quiet machine are in docs/adr.
    expect(delays.sort((a, b) => a - b)[30]!).toBeLessThan(400)
  })
})

describe('compaction', () => {
  it('takes old events away in batches, keeps the proof of deletions, and tells readers that come too late', async () => {
    const log = async (): Promise<{ all: number; deleted: number }> => {
      const [row] = await server.rows<{ all: string; deleted: string }>(
        `select count(*) as all, count(*) filter (where action = 'deleted') as deleted from event`,
      )
      return { all: Number(row!.all), deleted: Number(row!.deleted) }
    }
    const before = await open()
    const position = before.messages[0]!.id!
    before.close()
    await server.rows(
      `insert into event (project_id, kind, resource_id, action) select $1, 'port', gen_random_uuid(),
         case when n % 100 = 0 then 'deleted' else 'updated' end from generate_series(1, 12000) n`,
      [other.id],
    )
    const proofs = (await log()).deleted
    const keeper = await startServer({
      databaseUrl: server.databaseUrl,
      events: LIMITS,
      retention: {
        events: { ageMs: 3_600_000, count: 50 },
        audit: { ageMs: 3_600_000, count: 10_000_000 },
        everyMs: 50,
      },
    })
    try {
      await eventually(async () => ((await log()).all <= proofs + 50 ? true : undefined), {
        what: 'compaction',
        timeoutMs: 10_000,
      })
      expect((await log()).deleted).toBe(proofs)
      const late = await fetch(`${server.endpoint}/v1/events?since=${position}`, {
        headers: { authorization: `Bearer ${server.tokens.admin}` },
      })
      expect(late.status).toBe(410)
      expect(await late.json()).toMatchObject({ code: 'events_compacted' })
      const now = await open({ query: '?kind=network' })
      const network = await makeNetwork(other.id, 'after-compaction')
      const { id } = await now.find('the network', about(network.id))
      await open({ lastEventId: id! })
    } finally {
      await keeper.close()
    }
  })

  it('goes by age too', async () => {
    await server.rows(`update event set at = at - interval '30 days'`)
    const young = await makeNetwork(other.id, 'young')
    const keeper = await startServer({
      databaseUrl: server.databaseUrl,
      retention: {
        events: { ageMs: 86_400_000, count: 1_000_000 },
        audit: { ageMs: 86_400_000, count: 10_000_000 },
        everyMs: 50,
      },
    })
    try {
      const left = async (): Promise<string[]> =>
        (
          await server.rows<{ id: string }>(
            `select resource_id as id from event where action <> 'deleted' and kind = 'network'`,
          )
        ).map(({ id }) => id)
      await eventually(async () => ((await left()).length === 1 ? true : undefined), {
        what: 'compaction',
        timeoutMs: 10_000,
      })
      expect(await left()).toEqual([young.id])
    } finally {
      await keeper.close()
    }
  })

  it('a position of another database is too late', async () => {
    const elsewhere = await startServer()
    try {
      const foreign = await openStream(`${elsewhere.endpoint}/v1/events`, elsewhere.tokens.admin)
      const { id } = await foreign.find('a bookmark', ({ event }) => event === 'bookmark')
      foreign.close()
      const text = Buffer.from(id!, 'base64url').toString().split('.')
      const restored = Buffer.from([text[0], 'deadbeef', text[2], text[3]].join('.')).toString('base64url')
      const future = Buffer.from([text[0], text[1], '99999999999', '1'].join('.')).toString('base64url')
      for (const since of [restored, future]) {
        const call = server.as('admin').open(routes.events.watch, { query: { since } }, new AbortController().signal)
        expect((await refusal(call)).code).toBe('events_compacted')
      }
    } finally {
      await elsewhere.close()
    }
  })
})
