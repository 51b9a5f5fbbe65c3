import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, viewZone, type NodeDesired, type Zone, type ZoneRecord } from '@quantumnet/api'
import { startServer, type TestServer } from '../harness/server.ts'
import { watch, type Watched } from '../harness/stream.ts'
import { makeTenancy } from '../harness/tenancy.ts'
import { watchZones as follow } from '../harness/zones.ts'

/** What of ports, records, zones and forwarders goes to the dns processes and to the hypervisors. */

type Feed = Watched<typeof routes.dns.feed>

let server: TestServer
const open = new Set<{ close: () => Promise<void> }>()
beforeAll(async () => {
  server = await startServer()
})
afterEach(async () => {
  for (const each of open) await each.close()
  open.clear()
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')

const watchZones = (): Feed => {
  const feed = follow(server.as('feed'))
  open.add(feed)
  return feed
}

const lines = (records: readonly ZoneRecord[]): string[] =>
  records.map(
    ({ name, type, ttl, data }) =>
      `${name} ${String(ttl)} ${type} ${typeof data === 'string' ? data : JSON.stringify(data)}`,
  )

/** The first version of a zone with exactly these records. */
const zone = async (feed: Feed, name: string, records: readonly string[], from = 0): Promise<Zone> => {
  const wanted = JSON.stringify([...records].sort())
  const found = await feed.find(
    `zone ${name} with ${wanted}`,
    (event) =>
      event.event === 'zone' && event.data.name === name && JSON.stringify(lines(event.data.records).sort()) === wanted
        ? event
        : undefined,
    from,
  )
  return found.data
}

const ptr = (address: string, to: string): string =>
  `${address.split('.').reverse().join('.')}.in-addr.arpa 5 PTR ${to}`

describe('the zone of a project', () => {
  it('has addresses of both families, all of a port, and what is below a wildcard', async () => {
    const { network, subnet } = await makeTenancy(server, 'hosts', '10.50.0.0/24')
    const v6 = await admin().call(routes.subnets.create, {
      body: { network: network.id, name: 'six', cidr: 'fd00:50::/64', ipv6_mode: 'dhcpv6-stateful' },
    })
    const feed = watchZones()
    const addressesAsked = [
      { subnet: subnet.id, ip: '10.50.0.20' },
      { subnet: subnet.id, ip: '10.50.0.21' },
      { subnet: v6.id, ip: 'fd00:50::20' },
    ]
    const { id } = await admin().call(routes.ports.create, {
      body: { network: network.id, hostname: 'web', wildcard: true, fixed_ips: addressesAsked },
    })
    const addresses = ['5 A 10.50.0.20', '5 A 10.50.0.21', '5 AAAA fd00:50::20']
    await zone(
      feed,
      'hosts.internal',
      ['web', '*.web'].flatMap((name) => addresses.map((each) => `${name} ${each}`)),
    )
    const six = `0.2.${'0.'.repeat(14)}${'0.'.repeat(8)}0.5.0.0.0.0.d.f.ip6.arpa 5 PTR web.hosts.internal`
    const reverse = [ptr('10.50.0.20', 'web.hosts.internal'), ptr('10.50.0.21', 'web.hosts.internal'), six]
    await zone(feed, viewZone(network.id), reverse)
    await admin().call(routes.ports.update, { params: { id }, body: { wildcard: false } })
    await zone(
      feed,
      'hosts.internal',
      addresses.map((each) => `web ${each}`),
    )
    const mark = feed.events.length
    await admin().call(routes.ports.delete, { params: { id } })
    await zone(feed, 'hosts.internal', [], mark)
    await zone(feed, viewZone(network.id), [], mark)
  })

  it('has the records that people make for it', async () => {
    const { project } = await makeTenancy(server, 'records')
    const feed = watchZones()
    const make = async (
      name: string,
      type: 'A' | 'TXT' | 'SRV' | 'CNAME',
      values: ZoneRecord['data'][],
    ): Promise<string> =>
      (await admin().call(routes.dnsRecords.create, { body: { project: project.id, name, type, values, ttl: 60 } })).id
    await make('db', 'A', ['10.0.0.9', '10.0.0.8'])
    const text = await make('@', 'TXT', ['all of it'])
    await make('www', 'CNAME', ['db.records.internal'])
    await make('*.any', 'A', ['10.0.0.7'])
    const target = { priority: 1, weight: 2, port: 5432, target: 'db.records.internal' }
    await make('_pg._tcp', 'SRV', [target])
    const others = [
      ...['db 60 A 10.0.0.8', 'db 60 A 10.0.0.9', 'www 60 CNAME db.records.internal', '*.any 60 A 10.0.0.7'],
      '_pg._tcp 60 SRV {"priority":1,"weight":2,"port":5432,"target":"db.records.internal"}',
    ]
    const before = await zone(feed, 'records.internal', ['@ 60 TXT all of it', ...others])
    await admin().call(routes.dnsRecords.update, { params: { id: text }, body: { values: ['another'], ttl: 0 } })
    const after = await zone(feed, 'records.internal', ['@ 0 TXT another', ...others])
    expect(after.serial).toBeGreaterThan(before.serial)
    await admin().call(routes.dnsRecords.delete, { params: { id: text } })
    await zone(feed, 'records.internal', others)
  })
})

describe('a zone beside it', () => {
  it('goes out under a name of its own, names in it as well, and ends with its deletion', async () => {
    const [one, two] = [await makeTenancy(server, 'one'), await makeTenancy(server, 'two')]
    const feed = watchZones()
    const [first, second] = await Promise.all(
      [one, two].map(
        async ({ project }) =>
          await admin().call(routes.dnsZones.create, { body: { project: project.id, name: 'corp.example' } }),
      ),
    )
    if (first === undefined || second === undefined) throw new Error('two zones were made')
    const record = await admin().call(routes.dnsRecords.create, {
      body: { zone: first.id, name: 'www', type: 'CNAME', values: ['web.corp.example'] },
    })
    await zone(feed, viewZone(first.id), [`www 5 CNAME web.${viewZone(first.id)}`])
    await zone(feed, viewZone(second.id), [])
    await admin().call(routes.dnsRecords.delete, { params: { id: record.id } })
    await admin().call(routes.dnsZones.delete, { params: { id: first.id } })
    await feed.find('its end', (event) =>
      event.event === 'zone_removed' && event.data.name === viewZone(first.id) ? event : undefined,
    )
  })

  it('is part of the reverse names of every network of the project where it is a reverse one', async () => {
    const { project, network } = await makeTenancy(server, 'reversed', '10.60.0.0/24')
    const feed = watchZones()
    const beside = await admin().call(routes.dnsZones.create, {
      body: { project: project.id, name: '60.10.in-addr.arpa' },
    })
    await admin().call(routes.dnsRecords.create, {
      body: { zone: beside.id, name: '9.0', type: 'PTR', values: ['router.reversed.internal'] },
    })
    await admin().call(routes.ports.create, { body: { network: network.id, hostname: 'vm1' } })
    await zone(feed, viewZone(network.id), [
      ptr('10.60.0.3', 'vm1.reversed.internal'),
      ptr('10.60.0.9', 'router.reversed.internal'),
    ])
  })

  it("shows no names of a guest's ports to the network's own VMs", async () => {
    const [host, guest] = [await makeTenancy(server, 'host', '10.70.0.0/24'), await makeTenancy(server, 'guest')]
    await admin().call(routes.networks.update, {
      params: { id: host.network.id },
      body: { shared_with: [guest.project.id] },
    })
    const feed = watchZones()
    await admin().call(routes.ports.create, {
      body: { network: host.network.id, project: guest.project.id, hostname: 'secret' },
    })
    await admin().call(routes.ports.create, { body: { network: host.network.id, hostname: 'open' } })
    await zone(feed, viewZone(host.network.id), [ptr('10.70.0.4', 'open.host.internal')])
    await zone(feed, 'guest.internal', ['secret 5 A 10.70.0.3'])
  })
})

describe('what a hypervisor is told of a network', () => {
  it('are its zones, its reverse domains and its forwarders, as soon as they change', async () => {
    const { project, network } = await makeTenancy(server, 'told', '192.0.2.0/25')
    const node = server.as('node')
    await node.call(routes.nodes.register, {
      params: { name: 'hv1' },
      body: { encap_ip: '192.0.2.200', agent_version: '1' },
    })
    await admin().call(routes.ports.create, { body: { network: network.id, hostname: 'vm1', node: 'hv1' } })
    const feed = watch(node, { route: routes.nodes.desired, params: { name: 'hv1' } })
    open.add(feed)
    const edge = async (
      what: string,
      fits: (edge: NodeDesired['edges'][number]) => boolean,
    ): Promise<NodeDesired['edges'][number]> => {
      const { data } = await feed.find(what, (event) => (event.data.edges.some(fits) ? event : undefined))
      const found = data.edges.find(fits)
      if (found === undefined) throw new Error('no such edge')
      return found
    }
    const first = await edge('an edge', () => true)
    expect(first).toMatchObject({
      zone: 'told.internal',
      views: [],
      forwarders: [],
      reverse: { zone: viewZone(network.id) },
    })
    expect(first.reverse.domains).toHaveLength(128)
    const beside = await admin().call(routes.dnsZones.create, { body: { project: project.id, name: 'corp.example' } })
    expect((await edge('a zone', ({ views }) => views.length > 0)).views).toEqual([
      { domain: 'corp.example', zone: viewZone(beside.id) },
    ])
    await admin().call(routes.dnsForwarders.create, {
      body: {
        network: network.id,
        name: 'f',
        domain: 'partner.example',
        servers: ['198.51.100.1', '198.51.100.2:5353'],
      },
    })
    expect((await edge('a forwarder', ({ forwarders }) => forwarders.length > 0)).forwarders).toEqual([
      { domain: 'partner.example', servers: ['198.51.100.1:53', '198.51.100.2:5353'] },
    ])
  })
})
