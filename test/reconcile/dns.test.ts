import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Client, routes, type DnsRecord, type Zone } from '@quantumnet/api'
import { watchZones as follow } from '../harness/zones.ts'
import { createWorld, Databases, Rig, until, type Server, type World } from './rig.ts'

/** Records and zones are realized when the DNS edges have them; forwarders are the hypervisors' from the moment they are there. */

const databases = new Databases()
let rig: Rig
let server: Server
let world: World
let dns: Client
let feed: ReturnType<typeof watchZones>

beforeAll(async () => {
  await databases.start()
})
afterAll(async () => {
  await databases.stop()
})
beforeEach(async () => {
  rig = await Rig.start(databases)
  server = await rig.server()
  world = await createWorld(server, 0)
  const { secret } = await server.client.call(routes.tokens.create, {
    body: { project: null, name: 'dns', role: 'feed' },
  })
  dns = new Client({ endpoint: server.endpoint, token: secret ?? '' })
  feed = watchZones()
})
afterEach(async () => {
  await feed.close()
  await rig.close()
})

const watchZones = () => follow(dns)

const read = async (id: DnsRecord['id']): Promise<DnsRecord['status']> =>
  (await server.client.call(routes.dnsRecords.get, { params: { id } })).status
const make = async (address = '10.0.0.9'): Promise<DnsRecord['id']> =>
  (
    await server.client.call(routes.dnsRecords.create, {
      body: { project: world.project.id, name: 'db', type: 'A', values: [address] },
    })
  ).id
const published = async (address: string): Promise<Zone> => {
  const event = await feed.find(`the zone with ${address}`, (each) =>
    each.event === 'zone' && each.data.records.some(({ data }) => data === address) ? each : undefined,
  )
  return event.data
}
const report = async ({ name, serial }: Pick<Zone, 'name' | 'serial'>): Promise<number> =>
  (await dns.call(routes.dns.reached, { body: { zones: [{ name, serial }] } })).known
const untilApplied = async (id: DnsRecord['id'], generation = 1): Promise<void> => {
  await until('it is applied', async () => (await read(id)).applied_generation === generation || undefined)
}

describe('a record', () => {
  it('is applied at once, and realized when the edges have the serial that it came with', async () => {
    const id = await make()
    await untilApplied(id)
    const zone = await published('10.0.0.9')
    expect((await read(id)).state).toBe('applied')
    expect(await report({ ...zone, serial: zone.serial - 1 })).toBe(0)
    expect((await read(id)).realized_generation).toBe(0)
    expect(await report(zone)).toBe(1)
    expect(await read(id)).toMatchObject({ state: 'realized', realized_generation: 1 })
  })

  it('is not realized by a serial from before its change', async () => {
    const id = await make()
    await untilApplied(id)
    const before = await published('10.0.0.9')
    await report(before)
    await server.client.call(routes.dnsRecords.update, { params: { id }, body: { values: ['10.0.0.10'] } })
    await untilApplied(id, 2)
    const after = await published('10.0.0.10')
    expect(await report(before)).toBe(0)
    expect((await read(id)).realized_generation).toBe(1)
    await report(after)
    expect((await read(id)).realized_generation).toBe(2)
  })

  it('is realized with its change where nothing of that is seen in DNS', async () => {
    const id = await make()
    await untilApplied(id)
    await report(await published('10.0.0.9'))
    await server.client.call(routes.dnsRecords.update, { params: { id }, body: { description: 'the database' } })
    await until('it is realized', async () => (await read(id)).realized_generation === 2 || undefined)
  })

  it('ends with its deletion', async () => {
    const id = await make()
    expect(
      await server.client.call(routes.dnsRecords.delete, {
        params: { id },
        query: { wait: 'applied', wait_timeout: 10 },
      }),
    ).toBeUndefined()
  })
})

describe('a zone and a forwarder', () => {
  it('are realized: the one by the edges, the other when it is applied', async () => {
    const zone = await server.client.call(routes.dnsZones.create, {
      body: { project: world.project.id, name: 'corp.example' },
    })
    const forwarder = await server.client.call(routes.dnsForwarders.create, {
      body: { network: world.network.id, name: 'out', servers: ['192.0.2.53'] },
    })
    await until('the forwarder is realized', async () => {
      const { status } = await server.client.call(routes.dnsForwarders.get, { params: { id: forwarder.id } })
      return status.state === 'realized' || undefined
    })
    const event = await feed.find('the zone', (each) =>
      each.event === 'zone' && each.data.name.startsWith(zone.id.replaceAll('-', '')) ? each : undefined,
    )
    const state = async (): Promise<string> =>
      (await server.client.call(routes.dnsZones.get, { params: { id: zone.id } })).status.state
    await until('the zone is applied', async () => (await state()) === 'applied' || undefined)
    await report(event.data)
    expect(await state()).toBe('realized')
  })
})
