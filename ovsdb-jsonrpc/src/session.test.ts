// Faults that a real server can't be made to show: a peer that follows a script. All else is tested on real servers.
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { kindsSchema } from '../fixtures/gen/kinds.ts'
import { OutcomeUnknownError } from './errors.ts'
import { Framing } from './framing.ts'
import type { SessionOptions } from './options.ts'
import type { KindsTables } from '../fixtures/gen/kinds.ts'
import { Session } from './session.ts'

type Answer = (socket: Socket, id: unknown) => void
const monitor = { Pair: '*' } as const

let folder: string
let listener: Server
let sockets: Socket[]
let reasons: unknown[]
let open: { close: () => Promise<void> }[]

const result =
  (value: unknown): Answer =>
  (socket, id) => {
    socket.write(JSON.stringify({ id, result: value, error: null }))
  }

/** Listens, and answers each method as the script says; a method that is not in it is never answered. */
const serve = async (script: Readonly<Record<string, Answer>>): Promise<string> => {
  listener = createServer((socket) => {
    sockets.push(socket)
    const framing = new Framing(1_000_000)
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      for (const text of framing.push(chunk)) {
        const { method, id } = JSON.parse(text) as { method?: string; id: unknown }
        if (method !== undefined) script[method]?.(socket, id)
      }
    })
  })
  listener.listen(join(folder, 's'))
  await once(listener, 'listening')
  return `unix:${join(folder, 's')}`
}

const openSession = (
  remote: string,
  options: Partial<SessionOptions<KindsTables, typeof monitor>> = {},
): Session<KindsTables, typeof monitor> => {
  const session = new Session({
    schema: kindsSchema,
    remotes: [remote],
    monitor,
    backoff: { minMs: 10, maxMs: 10 },
    log: (_level, _message, fields) => reasons.push(fields['reason']),
    ...options,
  })
  open.push(session)
  return session
}

const firstReason = async (): Promise<unknown> => {
  while (reasons.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  return reasons[0]
}

let handshake: Readonly<Record<string, Answer>>

beforeEach(async () => {
  folder = await mkdtemp('/tmp/qo-')
  sockets = []
  reasons = []
  open = []
  const schema: unknown = JSON.parse(await readFile(new URL('../fixtures/kinds.ovsschema', import.meta.url), 'utf8'))
  handshake = {
    // An old server: it knows neither this method nor a database _Server.
    set_db_change_aware: (socket, id) => socket.write(JSON.stringify({ id, result: null, error: 'unknown method' })),
    list_dbs: result(['Kinds']),
    get_schema: result(schema),
  }
})
afterEach(async () => {
  await Promise.all(
    open.map(async (session) => {
      await session.close()
    }),
  )
  for (const socket of sockets) socket.destroy()
  listener.close()
  await rm(folder, { recursive: true, force: true })
})

const snapshot = [false, '11111111-1111-4111-8111-111111111111', {}]

it('does with a server that knows none of the extensions but the monitor', async () => {
  const session = openSession(await serve({ ...handshake, monitor_cond_since: result(snapshot) }))
  await session.ready()
  expect(session.rows('Pair').size).toBe(0)
})

describe('with an older monitor', () => {
  const [one, two] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
  const unknown: Answer = (socket, id) => socket.write(JSON.stringify({ id, result: null, error: 'unknown method' }))
  const notify = (method: string, updates: unknown): void => {
    for (const socket of sockets) socket.write(JSON.stringify({ method, params: ['data', updates], id: null }))
  }
  const becomes = async (
    session: { rows: Session<KindsTables, typeof monitor>['rows'] },
    rights: number[],
  ): Promise<void> => {
    const read = (): number[] => [...session.rows('Pair').values()].map(({ right }) => right)
    while (JSON.stringify(read()) !== JSON.stringify(rights)) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  it('monitor_cond and update2', async () => {
    const rows = { Pair: { [one]: { initial: { left: 'x', right: 1 } } } }
    const session = openSession(await serve({ ...handshake, monitor_cond_since: unknown, monitor_cond: result(rows) }))
    await session.ready()
    notify('update2', { Pair: { [one]: { modify: { right: 5 } }, [two]: { insert: { right: 2 } } } })
    await becomes(session, [5, 2])
    notify('update2', { Pair: { [one]: { delete: null } } })
    await becomes(session, [2])
  })

  it('monitor and update', async () => {
    const row = (right: number): unknown => ({ left: 'x', right, external_ids: ['map', []] })
    const rows = { Pair: { [one]: { new: row(1) } } }
    const script = { ...handshake, monitor_cond_since: unknown, monitor_cond: unknown, monitor: result(rows) }
    const session = openSession(await serve(script), { conditions: { Pair: false } })
    await session.ready()
    await session.setConditions({ Pair: false })
    await becomes(session, [1])
    notify('update', { Pair: { [one]: { old: { right: 1 }, new: row(5) }, [two]: { new: row(2) } } })
    await becomes(session, [5, 2])
    notify('update', { Pair: { [one]: { old: row(5) } } })
    await becomes(session, [2])
  })
})

it('counts and tells what it does', async () => {
  const seen: string[] = []
  const session = openSession(
    await serve({ ...handshake, monitor_cond_since: result(snapshot), transact: result([{ error: 'aborted' }]) }),
    { observe: (observation) => seen.push(observation.kind) },
  )
  await session.ready()
  await expect(session.transact([{ op: 'abort' }])).rejects.toThrow('aborted')
  const lost = new Promise((resolve) => session.once('lost', resolve))
  for (const socket of sockets) socket.destroy()
  await lost
  await session.ready()
  expect(session.metrics).toMatchObject({ snapshots: 2, connectionsLost: 1, live: true, inFlight: 0, queuedBytes: 0 })
  expect(session.metrics.transactions).toMatchObject({ refused: 1, committed: 0 })
  expect(seen).toEqual(['load', 'transaction', 'lost', 'load'])
})

it('who tries again at once when the connection is lost comes to the next one', async () => {
  let connections = 0
  const transact: Answer = (socket, id) => {
    connections += 1
    if (connections === 1) socket.destroy()
    else socket.write(JSON.stringify({ id, result: [{}], error: null }))
  }
  const session = openSession(await serve({ ...handshake, monitor_cond_since: result(snapshot), transact }))
  await session.ready()
  let tries = 0
  const attempt = async (): Promise<boolean> => {
    tries += 1
    await session.ready()
    const committed = session.transact([{ op: 'comment', comment: 'x' }])
    return await committed.then(
      () => true,
      async () => tries < 1000 && (await attempt()),
    )
  }
  expect(await attempt()).toBe(true)
  expect(tries).toBeLessThan(10)
})

it('a transaction that is neither answered nor canceled has an unknown outcome', async () => {
  const session = openSession(await serve({ ...handshake, monitor_cond_since: result(snapshot) }))
  await session.ready()
  await expect(session.transact([{ op: 'abort' }], { timeoutMs: 20 })).rejects.toThrow(OutcomeUnknownError)
})

it('gives up a handshake that takes too long', async () => {
  openSession(await serve({}), { timeouts: { handshakeMs: 50 } })
  expect(await firstReason()).toContain('the handshake took longer than 50 ms')
})

it('gives up a snapshot of which nothing comes', async () => {
  openSession(await serve(handshake), { timeouts: { dumpMs: 50 } })
  expect(await firstReason()).toContain('not a byte within 50 ms')
})

it('waits for a snapshot that takes longer in all, as long as it comes', async () => {
  const trickle: Answer = (socket, id) => {
    const text = JSON.stringify({ id, result: snapshot, error: null })
    void (async () => {
      for (let at = 0; at < text.length; at += 8) {
        socket.write(text.slice(at, at + 8))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
  }
  const session = openSession(await serve({ ...handshake, monitor_cond_since: trickle }), {
    timeouts: { dumpMs: 100, probeMs: 1000, handshakeMs: 50 },
  })
  await session.ready()
  expect(reasons).toEqual([undefined])
})

it.each([
  ['a schema that is none', { get_schema: result([]) }, 'schema must be an object'],
  ['a snapshot that is none', { monitor_cond_since: result({}) }, 'monitor_cond_since was not answered with an array'],
  [
    'a value of a wrong type',
    {
      monitor_cond_since: result([
        false,
        'x',
        { Pair: { '11111111-1111-4111-8111-111111111111': { initial: { right: 'one' } } } },
      ]),
    },
    'column right: "one" is no value of its type',
  ],
])('leaves a server that sends %s', async (_name, script, reason) => {
  const session = openSession(await serve({ ...handshake, monitor_cond_since: result(snapshot), ...script }))
  expect(await firstReason()).toBe(reason)
  expect(session.live).toBe(false)
})

it('refuses options that can not be', () => {
  const options = { schema: kindsSchema, monitor }
  expect(() => new Session({ ...options, remotes: ['http://x'] })).toThrow('remote "http://x" can\'t be understood')
  expect(() => new Session({ ...options, remotes: [] })).toThrow('no remotes')
  const indexes = { Thing: ['tag'] } as const
  expect(() => new Session({ ...options, remotes: ['unix:/x'], indexes })).toThrow(
    'index on Thing, which is not monitored',
  )
})
