import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { CATALOG_ZONE, routes, viewZone, type Zone } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import pg from 'pg'
import { startServer, type TestServer } from '../harness/server.ts'
import { watch, type Watched } from '../harness/stream.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'
import { watchZones as follow } from '../harness/zones.ts'

type Feed = Watched<typeof routes.dns.feed>

let server: TestServer
const open = new Set<Feed>()
beforeAll(async () => {
  server = await startServer()
})
afterEach(async () => {
  for (const feed of open) await feed.close()
  open.clear()
})
afterAll(async () => {
  await server.close()
})

const watchZones = (from: TestServer = server): Feed => {
  const feed = follow(from.as('feed'))
  open.add(feed)
  return feed
}
const synced = async (feed: Feed, from = 0): Promise<string[]> =>
  (
    await feed.find('the end of the first pass', (event) => (event.event === 'synced' ? event : undefined), from)
  ).data.zones.map(({ name }) => name)
/** The first zone of this name whose host names are these. */
const zone = async (feed: Feed, name: string, hosts: readonly string[], from = 0): Promise<Zone> => {
  const wanted = JSON.stringify([...hosts].sort())
  const found = await feed.find(
    `zone ${name} with ${wanted}`,
    (event) =>
      event.event === 'zone' &&
      event.data.name === name &&
      JSON.stringify(event.data.records.map((record) => record.name).sort()) === wanted
        ? event
        : undefined,
    from,
  )
  return found.data
}
const port = async (network: string, hostname: string): Promise<string> =>
  (await server.as('admin').call(routes.ports.create, { body: { network, hostname } })).id

describe('the zone feed', () => {
  it('begins with every zone and says when that is all', async () => {
    const { network } = await makeTenancy(server, 'first', '10.40.0.0/24')
    await makeTenancy(server, 'without-names')
    await port(network.id, 'vm1')
    const feed = watchZones()
    expect(await synced(feed)).toEqual(expect.arrayContaining(['first.internal', 'without-names.internal']))
    const { records, serial } = await zone(feed, 'first.internal', ['vm1'])
    expect(records).toEqual([{ name: 'vm1', type: 'A', ttl: 5, data: '10.40.0.3' }])
    expect(serial).toBeGreaterThan(0)
    expect((await zone(feed, 'without-names.internal', [])).records).toEqual([])
  })

  it('tells a name when its address is allocated, and takes it back when the deletion is asked for', async () => {
    const { network } = await makeTenancy(server, 'comes', '10.41.0.0/24')
    const feed = watchZones()
    const before = await zone(feed, 'comes.internal', [])
    const id = await port(network.id, 'vm1')
    const made = await zone(feed, 'comes.internal', ['vm1'])
    const mark = feed.events.length
    await server.as('admin').call(routes.ports.delete, { params: { id } })
    const gone = await zone(feed, 'comes.internal', [], mark)
    expect(made.serial).toBeGreaterThan(before.serial)
    expect(gone.serial).toBeGreaterThan(made.serial)
  })

  it('follows a change of the hostname, and is silent about changes that no name shows', async () => {
    const { network } = await makeTenancy(server, 'renames')
    const id = await port(network.id, 'old')
    const feed = watchZones()
    const { serial } = await zone(feed, 'renames.internal', ['old'])
    await server.as('admin').call(routes.ports.update, { params: { id }, body: { description: 'x', admin_up: false } })
    await server.as('admin').call(routes.ports.update, { params: { id }, body: { hostname: 'new' } })
    await zone(feed, 'renames.internal', ['new'])
    const serials = feed.events.flatMap((event) =>
      event.event === 'zone' && event.data.name === 'renames.internal' ? [event.data.serial] : [],
    )
    expect(serials).toHaveLength(2)
    expect(serials[0]).toBe(serial)
  })

  it('gives every reader of the same content the same serial, also on another server', async () => {
    const { network } = await makeTenancy(server, 'same-serial')
    const other = await startServer({ databaseUrl: server.databaseUrl })
    try {
      const feeds = [watchZones(), watchZones(), watchZones(other)]
      for (let index = 0; index < 5; index++) {
        await port(network.id, `vm${String(index)}`)
        const names = Array.from({ length: index + 1 }, (_, nth) => `vm${String(nth)}`)
        const serials = await Promise.all(
          feeds.map(async (feed) => (await zone(feed, 'same-serial.internal', names)).serial),
        )
        expect(new Set(serials).size).toBe(1)
      }
      for (const feed of feeds) await feed.close()
    } finally {
      await other.close()
    }
  })

  it('begins anew on a new connection, with the serials of before', async () => {
    const { network } = await makeTenancy(server, 'resumed')
    await port(network.id, 'vm1')
    const first = watchZones()
    const before = await zone(first, 'resumed.internal', ['vm1'])
    await first.close()
    const second = watchZones()
    await synced(second)
    expect(await zone(second, 'resumed.internal', ['vm1'])).toEqual(before)
  })

  it('takes a zone away with its project, and goes on above its serial when the label comes back', async () => {
    const admin = server.as('admin')
    const feed = watchZones()
    const { project, network, subnet } = await makeTenancy(server, 'returns')
    const { serial } = await zone(feed, 'returns.internal', [])
    await admin.call(routes.subnets.delete, { params: { id: subnet.id } })
    await admin.call(routes.networks.delete, { params: { id: network.id } })
    await admin.call(routes.projects.delete, { params: { id: project.id } })
    await feed.find('the end of the zone', (event) =>
      event.event === 'zone_removed' && event.data.name === 'returns.internal' ? event : undefined,
    )
    const mark = feed.events.length
    const again = await makeTenancy(server, 'returns')
    await port(again.network.id, 'vm9')
    expect((await zone(feed, 'returns.internal', ['vm9'], mark)).serial).toBeGreaterThan(serial)
  })

  it('has nothing to go on from when a zone has ended: the names of then are not those of a later one', async () => {
    const admin = server.as('admin')
    const feed = watchZones()
    const { project, network, subnet } = await makeTenancy(server, 'remade')
    const { serial } = await zone(feed, 'remade.internal', [])
    await admin.call(routes.subnets.delete, { params: { id: subnet.id } })
    await admin.call(routes.networks.delete, { params: { id: network.id } })
    await admin.call(routes.projects.delete, { params: { id: project.id } })
    await feed.find('the end of the zone', (event) =>
      event.event === 'zone_removed' && event.data.name === 'remade.internal' ? event : undefined,
    )
    // A server that has not heard of the end knows `serial`, and must not tell only what came after it.
    const [row] = await server.rows<{ forgotten: string }>('select forgotten from published_zone where zone = $1', [
      'remade.internal',
    ])
    expect(Number(row?.forgotten)).toBeGreaterThan(serial)
  })

  it('tells what a round had published before it failed, with the next one', async () => {
    const feed = watchZones()
    await synced(feed)
    const mark = server.log.length
    await server.rows(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`,
    )
    await server.rows(
      `create trigger refuse before update on published_zone for each row when (new.zone = '${CATALOG_ZONE}') execute function refuse()`,
    )
    try {
      await makeTenancy(server, 'late')
      await eventually(
        () => (server.log.slice(mark).some((line) => line.includes('zones cannot be published')) ? true : undefined),
        { what: 'the failure', timeoutMs: 20_000 },
      )
    } finally {
      await server.rows('drop trigger refuse on published_zone')
    }
    await zone(feed, 'late.internal', [])
    await feed.find('the catalog with the zone', (event) =>
      event.event === 'zone' &&
      event.data.name === CATALOG_ZONE &&
      event.data.records.some(({ data }) => data === 'late.internal')
        ? event
        : undefined,
    )
  })

  it('tells names that changed, and nothing of the others', async () => {
    const { network } = await makeTenancy(server, 'deltas', '10.42.0.0/24')
    await port(network.id, 'vm1')
    const feed = watch(server.as('feed'), { route: routes.dns.feed })
    try {
      const first = await feed.find('the zone', (event) =>
        event.event === 'zone' && event.data.name === 'deltas.internal' ? event : undefined,
      )
      await port(network.id, 'vm2')
      const next = await feed.find('a change of the zone', (event) =>
        event.event === 'zone_changed' && event.data.name === 'deltas.internal' ? event : undefined,
      )
      const records = [{ name: 'vm2', type: 'A', ttl: 5, data: '10.42.0.4' }]
      expect(next.data).toEqual({
        ...{ name: 'deltas.internal', from: first.data.serial, serial: next.data.serial },
        names: [{ name: 'vm2', records }],
      })
    } finally {
      await feed.close()
    }
  })

  it('goes on where a reader was, with the zones that changed since, also on another server', async () => {
    const [still, moved] = [await makeTenancy(server, 'still'), await makeTenancy(server, 'moved')]
    await port(still.network.id, 'vm1')
    const first = watchZones()
    await zone(first, 'moved.internal', [])
    const mark = first.events.length
    await port(moved.network.id, 'vm1')
    const { serial } = await zone(first, 'moved.internal', ['vm1'], mark)
    const { id: since = '' } = await first.find(
      'a position',
      (event) => (event.id === undefined ? undefined : event),
      mark,
    )
    await first.close()
    const other = await startServer({ databaseUrl: server.databaseUrl })
    try {
      for (const from of [server, other]) {
        const second = watch(from.as('feed'), { route: routes.dns.feed, query: { since } })
        await second.find('the end of the first pass', (event) => (event.event === 'synced' ? event : undefined))
        await second.close()
        const told = second.events.flatMap((event) => (event.event === 'zone' ? [event.data] : []))
        expect(told.map(({ name }) => name)).toContain('moved.internal')
        expect(told.map(({ name }) => name)).not.toContain('still.internal')
        expect(told.find(({ name }) => name === 'moved.internal')?.serial).toBe(serial)
      }
    } finally {
      await other.close()
    }
  })

  it.each(['no position', Buffer.from('1.00000000.5.5').toString('base64url')])(
    'begins with everything for who asks to go on at %s',
    async (since) => {
      await makeTenancy(
        server,
        since
          .toLowerCase()
          .replace(/[^a-z]/g, '')
          .slice(0, 20),
      )
      const feed = watch(server.as('feed'), { route: routes.dns.feed, query: { since } })
      const { data } = await feed.find('the end of the first pass', (event) =>
        event.event === 'synced' ? event : undefined,
      )
      await feed.close()
      const told = feed.events.flatMap((event) => (event.event === 'zone' ? [event.data.name] : []))
      expect(told.sort()).toEqual(data.zones.map(({ name }) => name).sort())
    },
  )

  it('has the root, and a catalog of the zones that operators follow, the same for all', async () => {
    const { network } = await makeTenancy(server, 'listed')
    const other = await startServer({ databaseUrl: server.databaseUrl })
    try {
      const catalogs = []
      for (const feed of [watchZones(), watchZones(other)]) {
        await synced(feed)
        catalogs.push(feed.events.findLast((event) => event.event === 'zone' && event.data.name === CATALOG_ZONE))
        await feed.close()
      }
      expect(catalogs[0]?.data).toEqual(catalogs[1]?.data)
      const records = catalogs[0]?.event === 'zone' ? catalogs[0].data.records : []
      const members = records.filter(({ type }) => type === 'PTR').map(({ data }) => data)
      expect(members).toEqual(expect.arrayContaining(['internal', 'listed.internal']))
      expect(members).not.toContain(viewZone(network.id))
      expect(records).toContainEqual({ name: 'version', type: 'TXT', ttl: 0, data: '2' })
    } finally {
      await other.close()
    }
  })

  it('keeps the label of a member for ever', async () => {
    await makeTenancy(server, 'demo')
    const feed = watchZones()
    await feed.find('the catalog', (event) =>
      event.event === 'zone' &&
      event.data.records.some(
        ({ name, data }) => name === '7d0b241313ee2e6c56f3d3d8cfb0a707.zones' && data === 'demo.internal',
      )
        ? event
        : undefined,
    )
  })

  it('takes a report that names a zone twice', async () => {
    await makeTenancy(server, 'twice')
    const { name, serial } = await zone(watchZones(), 'twice.internal', [])
    const zones = [
      { name, serial },
      { name, serial: serial - 1 },
      { name, serial },
    ]
    expect(await server.as('feed').call(routes.dns.reached, { body: { zones } })).toEqual({ known: 1 })
  })

  it('gives a zone a greater serial when an edge does not take it, once however many ask', async () => {
    await makeTenancy(server, 'expired')
    const feed = watchZones()
    const { serial } = await zone(feed, 'expired.internal', [])
    const report = async (): Promise<void> => {
      const body = { zones: [], stuck: [{ name: 'expired.internal', serial }] }
      await server.as('feed').call(routes.dns.reached, { body })
    }
    await Promise.all([report(), report()])
    await report()
    const later = await feed.find('the next serial', (event) =>
      event.event === 'zone' && event.data.name === 'expired.internal' && event.data.serial !== serial
        ? event
        : undefined,
    )
    expect(later.data).toEqual({ name: 'expired.internal', serial: serial + 1, records: [] })
    const again = watchZones()
    await synced(again)
    expect((await zone(again, 'expired.internal', [])).serial).toBe(serial + 1)
  })

  /** A transaction by hand that makes a port with a name, statement by statement. */
  const transaction = async (
    { project, network }: Tenancy,
    name: string,
  ): Promise<{ write: () => Promise<void>; makePort: () => Promise<void>; end: (how: 'commit') => Promise<void> }> => {
    const client = new pg.Client({ connectionString: server.databaseUrl })
    await client.connect()
    await client.query('begin')
    const run = async (text: string, values: unknown[]): Promise<void> => {
      await client.query(text, values)
    }
    return {
      // Takes a transaction id, and no number in the event log.
      write: async () => {
        await run('insert into zone_reached (zone, serial) values ($1, 1)', [`${name}.unrelated`])
      },
      makePort: async () => {
        await run(
          `with made as (
             insert into port (id, project_id, network_id, name, mac, hostname, port_security, admin_up, description, labels, create_digest)
             values (gen_random_uuid(), $1, $2, $3, ('06' || right(gen_random_uuid()::text, 10))::macaddr, $3, true, true, '', '{}', '')
             returning id),
           told as (insert into event (project_id, kind, resource_id, action) select $1, 'port', id, 'created' from made)
           insert into address (network_id, ip, id, subnet_id, project_id, type, owner_kind, owner_id)
           select $2, '10.0.0.100'::inet + length($3), gen_random_uuid(), subnet.id, $1, 'static', 'port', made.id
           from made, subnet where network_id = $2`,
          [project.id, network.id, name],
        )
      },
      end: async (how) => {
        await client.query(how)
        await client.end()
      },
    }
  }

  it('misses no name of a transaction that is numbered first and commits last', async () => {
    const tenancy = await makeTenancy(server, 'overlapping')
    const feed = watchZones()
    await zone(feed, 'overlapping.internal', [])
    const slow = await transaction(tenancy, 'slow')
    await slow.makePort()
    await port(tenancy.network.id, 'quick')
    await makeTenancy(server, 'meanwhile')
    await slow.end('commit')
    await zone(feed, 'overlapping.internal', ['quick', 'slow'])
    await zone(feed, 'meanwhile.internal', [])
  })

  it('misses no name of a transaction that began to write later, is numbered first and commits last', async () => {
    const tenancy = await makeTenancy(server, 'crossing')
    const feed = watchZones()
    await zone(feed, 'crossing.internal', [])
    const first = await transaction(tenancy, 'first')
    await first.write()
    const second = await transaction(tenancy, 'second')
    await second.makePort()
    await first.makePort()
    await first.end('commit')
    // The event of the first has the greater number and is told already.
    const { serial } = await zone(feed, 'crossing.internal', ['first'])
    await second.end('commit')
    expect((await zone(feed, 'crossing.internal', ['first', 'second'])).serial).toBeGreaterThan(serial)
  })
})
