import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { send } from '../harness/requests.ts'
import { startServer, type TestServer, type TestServerOptions } from '../harness/server.ts'
import { watch } from '../harness/stream.ts'
import { watchZones } from '../harness/zones.ts'
import { makeTenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'

const servers = new Set<TestServer>()
const start = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const server = await startServer(options)
  servers.add(server)
  return server
}
const close = async (server: TestServer): Promise<number> => {
  const started = performance.now()
  servers.delete(server)
  await server.close()
  return performance.now() - started
}
afterEach(async () => {
  for (const server of servers) await close(server)
})

/** A client that asks for the zone feed and reads only when it is told to. */
const openRaw = async (server: TestServer): Promise<{ socket: Socket; text: () => string }> => {
  const { hostname, port } = new URL(server.endpoint)
  const socket = connect({ host: hostname, port: Number(port) })
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  socket.on('error', () => undefined)
  socket.write(`GET /v1/dns/zones HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${server.tokens.feed}\r\n\r\n`)
  await eventually(() => (text.includes('event: synced') ? true : undefined), { what: 'synced', timeoutMs: 5_000 })
  return { socket, text: () => text }
}

/** Each tells names of a network of 20,000 ports. */
const ROUNDS = 4

describe('a stream', () => {
  it('is told by its headers to be passed on as it comes, and is kept alive by comments', async () => {
    const server = await start({ streams: { heartbeatMs: 20, stallMs: 5_000 } })
    const response = await send(server, { path: '/v1/dns/zones', role: 'feed' })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const reader = response.body!.getReader()
    let text = ''
    await eventually(
      async () => {
        text += new TextDecoder().decode((await reader.read()).value as Uint8Array)
        return text.split(': heartbeat\n\n').length > 3 ? true : undefined
      },
      { what: 'three comments', timeoutMs: 5_000 },
    )
    expect(text).toMatch(/^event: zone\ndata: \{"name":"[a-z.]+"/)
    await reader.cancel()
  })

  it('is refused to a project that has as many as it may, until one of them ends', async () => {
    const server = await start({ streams: { mostPerProject: 2 } })
    const [one, two] = [await makeTenancy(server, 'one'), await makeTenancy(server, 'two')]
    const { client, secret } = await makeToken(server, 'viewer', one.project.id)
    const other = await makeToken(server, 'viewer', two.project.id)
    const open = async (token: string): Promise<Response> =>
      await fetch(`${server.endpoint}/v1/events`, { headers: { authorization: `Bearer ${token}` } })
    const first = await open(secret)
    const second = await open(secret)
    const third = await open(secret)
    expect([first.status, second.status, third.status]).toEqual([200, 200, 503])
    expect(await third.json()).toMatchObject({ code: 'unavailable', remedy: expect.stringContaining('Close a stream') })
    expect((await open(other.secret)).status).toBe(200)
    expect((await client.call(routes.projects.list, {})).items).toHaveLength(1)
    await first.body!.cancel()
    await eventually(async () => ((await open(secret)).status === 200 ? true : undefined), {
      what: 'a place',
      timeoutMs: 5_000,
    })
  })

  it('ends at once when the server ends, however many there are', async () => {
    const server = await start()
    const feeds = Array.from({ length: 20 }, () => watch(server.as('feed'), { route: routes.dns.feed }))
    for (const feed of feeds) await feed.find('synced', (event) => (event.event === 'synced' ? event : undefined))
    const idle = await openRaw(server)
    // They would go on for ever.
    expect(await close(server)).toBeLessThan(20_000)
    await eventually(() => (idle.socket.readyState === 'closed' ? true : undefined), {
      what: 'closed',
      timeoutMs: 2_000,
    })
    expect(feeds.map(({ ends }) => ends[0])).toEqual(Array(20).fill('the server ended the stream'))
    await Promise.all(
      feeds.map(async (feed) => {
        await feed.close()
      }),
    )
  })

  it('of a client that reads nothing is cut off, and holds up nobody', async () => {
    const server = await start({ streams: { heartbeatMs: 1_000, stallMs: 300 } })
    const { network, project } = await makeTenancy(server, 'large', '10.80.0.0/16')
    await server.rows(
      `with made as (
         insert into port (id, project_id, network_id, name, mac, hostname, port_security, admin_up, description, labels, create_digest)
         select gen_random_uuid(), project_id, id, 'p' || n, ('06:00:00:00:' || lpad(to_hex(n / 256), 2, '0') || ':' || lpad(to_hex(n % 256), 2, '0'))::macaddr,
                'host-with-a-rather-long-name-' || n, true, true, '', '{}', ''
         from network, generate_series(1, 20000) n where network.id = $1 returning id, hostname)
       insert into address (network_id, ip, id, subnet_id, project_id, type, owner_kind, owner_id)
       select $1, '10.80.1.0'::inet + row_number() over (), gen_random_uuid(), subnet.id, project_id, 'static', 'port', made.id
       from made, subnet where network_id = $1`,
      [network.id],
    )
    const lazy = await openRaw(server)
    lazy.socket.pause()
    const quick = watchZones(server.as('feed'))
    for (let round = 0; round < ROUNDS; round++) {
      const hostname = `vm${String(round)}`
      // Other names, so that some megabytes are told.
      await server.rows(
        `update port set hostname = hostname || '-x' where network_id = $1 and hostname like 'host-%'`,
        [network.id],
      )
      await server.as('admin').call(routes.ports.create, { body: { network: network.id, hostname } })
      await server
        .as('admin')
        .call(routes.projects.update, { params: { id: project.id }, body: { description: hostname } })
      await quick.find(hostname, (event) =>
        event.event === 'zone' && event.data.records.some(({ name }) => name === hostname) ? event : undefined,
      )
    }
    await quick.close()
    // The server has hung up; what the kernel still holds for the client ends with the end.
    lazy.socket.resume()
    await eventually(() => (lazy.socket.closed ? true : undefined), {
      what: 'the end of the lazy stream',
      timeoutMs: 20_000,
    })
    expect(lazy.text().split('event: zone_changed\n').length - 1).toBeLessThan(2 * ROUNDS)
  }, 60_000)

  it('answers with a problem when it cannot begin', async () => {
    const server = await start()
    await server.rows('alter table project rename to project_away')
    const response = await send(server, { path: '/v1/dns/zones', role: 'feed' })
    await server.rows('alter table project_away rename to project')
    expect(response.status).toBe(500)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })
})
