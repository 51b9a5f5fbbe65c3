import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type CreateDnsRecord, type DnsRecord, type DnsZone, type Problem } from '@quantumnet/api'
import type { z } from 'zod'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'
import { makeToken } from '../harness/tokens.ts'

let server: TestServer
let shop: Tenancy
let zone: DnsZone
beforeAll(async () => {
  server = await startServer()
  shop = await makeTenancy(server, 'shop')
  zone = await makeZone('corp.example')
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')

const makeZone = async (name: string, project = shop.project.id): Promise<DnsZone> =>
  await admin().call(routes.dnsZones.create, { body: { project, name } })

type Asked = z.input<typeof CreateDnsRecord>
type Wanted = Pick<Asked, 'name' | 'type' | 'values' | 'ttl'>
const inOwnZone = async (wanted: Wanted): Promise<DnsRecord> =>
  await admin().call(routes.dnsRecords.create, { body: { project: shop.project.id, ...wanted } })
const inZone = async (wanted: Wanted, of: DnsZone = zone): Promise<DnsRecord> =>
  await admin().call(routes.dnsRecords.create, { body: { zone: of.id, ...wanted } })

const pointerOf = ({ errors = [] }: Problem): string | undefined => errors[0]?.pointer

describe('a record', () => {
  it("of the project's own zone has its name below it, and values in their one spelling", async () => {
    const record = await inOwnZone({ name: 'WWW', type: 'AAAA', values: ['2001:DB8:0::1'] })
    expect(record).toMatchObject({
      ...{ project: shop.project.id, zone: null, name: 'www', fqdn: 'www.shop.internal', type: 'AAAA', ttl: 5 },
      ...{ values: ['2001:db8::1'], generation: 1 },
    })
    expect(await admin().call(routes.dnsRecords.get, { params: { id: record.id } })).toEqual(record)
  })

  it('of a zone lies in that one', async () => {
    const record = await inZone({ name: '@', type: 'MX', values: [{ preference: 10, exchange: 'Mail.corp.example.' }] })
    expect(record).toMatchObject({
      ...{ project: shop.project.id, zone: zone.id, fqdn: 'corp.example' },
      values: [{ preference: 10, exchange: 'mail.corp.example' }],
    })
  })

  it('is of one type, and its values are too', async () => {
    const problem = await refusal(
      inOwnZone({
        name: '_sip._tcp',
        type: 'SRV',
        values: [{ priority: 1, weight: 1, port: 70_000, target: 'a.b' }],
      }),
    )
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(problem.errors).toEqual([
      {
        pointer: '/values/0/port',
        ...{
          message: 'must be a whole number from 0 to 65535',
          value: 70_000,
          allowed: 'a whole number from 0 to 65535',
        },
      },
    ])
  })

  it.each<[string, Wanted, string, string]>([
    ['a CNAME of the zone itself', { name: '@', type: 'CNAME', values: ['a.example'] }, 'invalid_request', '/type'],
    ['a label too long', { name: 'x'.repeat(64), type: 'A', values: ['10.0.0.1'] }, 'invalid_request', '/name'],
    ['an inner wildcard', { name: 'a.*.b', type: 'A', values: ['10.0.0.1'] }, 'invalid_request', '/name'],
    ['the name server', { name: 'ns', type: 'A', values: ['10.0.0.1'] }, 'invalid_request', '/name'],
    ['no value', { name: 'none', type: 'A', values: [] }, 'invalid_request', '/values'],
  ])('is refused: %s', async (_, wanted, code, pointer) => {
    const problem = await refusal(inOwnZone(wanted))
    expect([problem.code, pointerOf(problem)]).toEqual([code, pointer])
  })

  it('needs a project or a zone', async () => {
    const body: Asked = { name: 'nowhere', type: 'A', values: ['10.0.0.1'] }
    expect(pointerOf(await refusal(admin().call(routes.dnsRecords.create, { body })))).toBe('/project')
  })

  it('is of its zone’s project', async () => {
    const other = await makeTenancy(server, 'not-the-zones')
    const body: Asked = { zone: zone.id, project: other.project.id, name: 'x', type: 'A', values: ['10.0.0.1'] }
    expect(await refusal(admin().call(routes.dnsRecords.create, { body }))).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/project', allowed: shop.project.id }],
    })
  })

  it('changes its values and TTL', async () => {
    const { id } = await inOwnZone({ name: 'moving', type: 'A', values: ['10.0.0.1'] })
    const update = async (body: object): Promise<DnsRecord> =>
      await admin().call(routes.dnsRecords.update, { params: { id }, body })
    expect(await update({ values: ['10.0.0.2', '10.0.0.3'], ttl: 300 })).toMatchObject({
      ...{ values: ['10.0.0.2', '10.0.0.3'], ttl: 300, generation: 2 },
    })
    expect(pointerOf(await refusal(update({ values: ['10.0.0.2', 'here'] })))).toBe('/values/1')
    expect(pointerOf(await refusal(update({ values: ['10.0.0.2', '10.0.0.2'] })))).toBe('/values/1')
  })

  it('is one of its name and type, and one of type CNAME is alone', async () => {
    await inOwnZone({ name: 'one', type: 'A', values: ['10.0.0.1'] })
    await inOwnZone({ name: 'one', type: 'TXT', values: ['x'] })
    expect(await refusal(inOwnZone({ name: 'one', type: 'A', values: ['10.0.0.2'] }))).toMatchObject({
      code: 'already_exists',
      detail: '/name: the zone has a record "one" of type A already',
    })
    expect(await refusal(inOwnZone({ name: 'one', type: 'CNAME', values: ['a.example'] }))).toMatchObject({
      code: 'already_exists',
      detail: '/name: other records have the name "one", and a CNAME record is alone at its name (RFC 2181 §10.1)',
    })
    await inOwnZone({ name: 'alias', type: 'CNAME', values: ['a.example'] })
    expect(await refusal(inOwnZone({ name: 'alias', type: 'TXT', values: ['x'] }))).toMatchObject({
      code: 'already_exists',
      detail: '/name: a CNAME record has the name "alias", and a CNAME record is alone at its name (RFC 2181 §10.1)',
    })
    // Another zone has names of its own.
    await inZone({ name: 'one', type: 'CNAME', values: ['a.example'] })
  })

  it('gives its name back when it is deleted', async () => {
    const { id } = await inOwnZone({ name: 'again', type: 'CNAME', values: ['a.example'] })
    const deleted = await admin().call(routes.dnsRecords.delete, { params: { id } })
    expect(deleted.status.state).toBe('deleting')
    await inOwnZone({ name: 'again', type: 'A', values: ['10.0.0.1'] })
  })

  it('is alone also when many come at once', async () => {
    const types = ['A', 'CNAME', 'TXT', 'CNAME', 'AAAA', 'CNAME'] as const
    const values = { A: '10.0.0.1', AAAA: '2001:db8::1', TXT: 'x', CNAME: 'a.example' }
    const made = await Promise.allSettled(
      types.map(async (type) => await inOwnZone({ name: 'raced', type, values: [values[type]] })),
    )
    const won = made.flatMap((each, index) => (each.status === 'fulfilled' ? [types[index]] : []))
    const aliases = won.filter((type) => type === 'CNAME').length
    expect(won.length).toBeGreaterThan(0)
    expect(aliases === 0 || won.length === 1).toBe(true)
  })

  it('is only planned by a dry run', async () => {
    const body: Asked = { project: shop.project.id, name: 'planned', type: 'A', values: ['10.0.0.1'] }
    const plan: unknown = await admin().call(routes.dnsRecords.create, { body, query: { dry_run: true } })
    expect(plan).toMatchObject({
      changes: [{ action: 'create', kind: 'dns_record', after: { fqdn: 'planned.shop.internal' } }],
    })
    await inOwnZone({ name: 'planned', type: 'CNAME', values: ['a.example'] })
  })
})

describe('names of ports', () => {
  it('are not shadowed or doubled', async () => {
    const port = await admin().call(routes.ports.create, { body: { network: shop.network.id, hostname: 'vm1' } })
    for (const [type, value] of [
      ['A', '10.9.9.9'],
      ['AAAA', '2001:db8::9'],
      ['CNAME', 'a.example'],
    ] as const)
      expect(await refusal(inOwnZone({ name: 'vm1', type, values: [value] }))).toMatchObject({
        code: 'hostname_taken',
        detail: `/name: port "vm1" (${port.id}) has this name, and its addresses are answered for it`,
      })
    await inOwnZone({ name: 'vm1', type: 'TXT', values: ['more about it'] })
    await inOwnZone({ name: 'www.vm1', type: 'A', values: ['10.9.9.9'] })
    await inZone({ name: 'vm1', type: 'A', values: ['10.9.9.9'] })
  })

  it('are there backwards, too', async () => {
    const { fixed_ips: fixedIps, id } = await admin().call(routes.ports.create, {
      body: { network: shop.network.id, hostname: 'backwards' },
    })
    const reverse = await makeZone('0.10.in-addr.arpa')
    const [, , third, fourth] = fixedIps[0]!.ip.split('.')
    const taken: Wanted = { name: `${fourth!}.${third!}`, type: 'PTR', values: ['db.corp.example'] }
    expect(await refusal(inZone(taken, reverse))).toMatchObject({
      code: 'already_exists',
      detail: `/name: port "backwards" (${id}) has this address, and its hostname is answered for it`,
    })
    const free = await inZone({ name: '9.9', type: 'PTR', values: ['db.corp.example'] }, reverse)
    expect(free.fqdn).toBe('9.9.0.10.in-addr.arpa')
  })

  it('are not those of records', async () => {
    await inOwnZone({ name: 'taken', type: 'CNAME', values: ['a.example'] })
    const create = admin().call(routes.ports.create, { body: { network: shop.network.id, hostname: 'taken' } })
    expect(await refusal(create)).toMatchObject({
      code: 'hostname_taken',
      detail: '/hostname: a DNS record of the project has the name "taken" (CNAME)',
    })
    await inOwnZone({ name: 'noted', type: 'TXT', values: ['x'] })
    await admin().call(routes.ports.create, { body: { network: shop.network.id, hostname: 'noted' } })
  })

  it('do not become those of records', async () => {
    const { id } = await admin().call(routes.ports.create, { body: { network: shop.network.id, hostname: 'renamed' } })
    await inOwnZone({ name: 'of-a-record', type: 'A', values: ['10.9.9.9'] })
    const rename = async (body: object): Promise<unknown> =>
      await admin().call(routes.ports.update, { params: { id }, body })
    expect(await refusal(rename({ hostname: 'of-a-record' }))).toMatchObject({
      code: 'hostname_taken',
      errors: [{ pointer: '/hostname', value: 'of-a-record' }],
    })
    await inOwnZone({ name: '*.renamed', type: 'A', values: ['10.9.9.9'] })
    expect(await refusal(rename({ wildcard: true }))).toMatchObject({
      code: 'hostname_taken',
      detail: '/hostname: a DNS record of the project has the name "*.renamed" (A)',
    })
    await admin().call(routes.ports.create, { body: { network: shop.network.id, hostname: 'wild', wildcard: true } })
    expect(await refusal(inOwnZone({ name: '*.wild', type: 'A', values: ['10.9.9.9'] }))).toMatchObject({
      code: 'hostname_taken',
    })
  })

  it('are of a port or of a record, whoever is first', async () => {
    for (let round = 0; round < 10; round++) {
      const name = `contended-${String(round)}`
      const made = await Promise.allSettled([
        admin().call(routes.ports.create, { body: { network: shop.network.id, hostname: name } }),
        inOwnZone({ name, type: 'A', values: ['10.9.9.9'] }),
      ])
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
  })
})

describe('a zone', () => {
  it('is one of its name in a project, and others may have the same', async () => {
    expect(await refusal(makeZone('Corp.Example.'))).toMatchObject({
      code: 'already_exists',
      errors: [{ pointer: '/name', value: 'corp.example' }],
    })
    const other = await makeTenancy(server, 'same-zone')
    expect((await makeZone('corp.example', other.project.id)).name).toBe('corp.example')
  })

  it.each(['internal', 'x.internal', 'shop.internal', 'example', '10.0.0.1', '*.example', 'a..example'])(
    'is not called %j',
    async (name) => {
      const problem = await refusal(makeZone(name))
      expect([problem.code, pointerOf(problem)]).toEqual(['invalid_request', '/name'])
    },
  )

  it('hides no record of the zone above it', async () => {
    const above = await makeZone('above.example')
    const hidden = await inZone({ name: 'www.below', type: 'A', values: ['10.0.0.1'] }, above)
    await inZone({ name: 'not-below', type: 'A', values: ['10.0.0.1'] }, above)
    const problem = await refusal(makeZone('below.above.example'))
    expect(problem).toMatchObject({
      code: 'in_use',
      detail: 'a zone "below.above.example" would hide the records "www.below.above.example A" of the zone above it',
      referrers: [{ kind: 'dns_record', id: hidden.id }],
    })
    await admin().call(routes.dnsRecords.delete, { params: { id: hidden.id } })
    const below = await makeZone('below.above.example')
    expect(await refusal(inZone({ name: 'www.below', type: 'A', values: ['10.0.0.1'] }, above))).toMatchObject({
      code: 'invalid_state',
      detail: '/name: lies in zone "below.above.example" of the project, which answers for it',
      errors: [{ allowed: `a record in zone "below.above.example" (${below.id})` }],
    })
    await inZone({ name: 'www', type: 'A', values: ['10.0.0.1'] }, below)
  })

  it('stays while it has records', async () => {
    const full = await makeZone('full.example')
    const record = await inZone({ name: 'www', type: 'A', values: ['10.0.0.1'] }, full)
    expect(await refusal(admin().call(routes.dnsZones.delete, { params: { id: full.id } }))).toMatchObject({
      code: 'in_use',
      referrers: [{ kind: 'dns_record', id: record.id, name: 'www A' }],
    })
    await admin().call(routes.dnsRecords.delete, { params: { id: record.id } })
    const deleted = await admin().call(routes.dnsZones.delete, { params: { id: full.id } })
    expect(deleted.status.state).toBe('deleting')
    expect(await refusal(inZone({ name: 'x', type: 'A', values: ['10.0.0.1'] }, full))).toMatchObject({
      code: 'being_deleted',
    })
  })
})

describe('a forwarder', () => {
  const create = async (name: string, domain: string | null, servers: readonly string[]): Promise<object> =>
    await admin().call(routes.dnsForwarders.create, {
      body: { network: shop.network.id, name, domain, servers: [...servers] },
    })

  it('has one spelling of its servers, and its network’s project', async () => {
    expect(await create('office', 'Office.Example.', ['192.0.2.53:53', '[2001:DB8::53]:5353'])).toMatchObject({
      ...{ project: shop.project.id, network: shop.network.id, domain: 'office.example' },
      servers: ['192.0.2.53', '[2001:db8::53]:5353'],
    })
  })

  it('is one of its domain on a network', async () => {
    await create('all', null, ['192.0.2.53'])
    expect(await refusal(create('all-again', null, ['192.0.2.54']))).toMatchObject({
      code: 'already_exists',
      detail: '/domain: forwarder "all" has all names of this network already',
    })
    await create('lab', 'lab.example', ['192.0.2.53'])
    expect(await refusal(create('lab-again', 'lab.example', ['192.0.2.54']))).toMatchObject({
      code: 'already_exists',
      detail: '/domain: forwarder "lab" has "lab.example" of this network already',
    })
    expect(await refusal(create('lab', 'other.example', ['192.0.2.54']))).toMatchObject({ code: 'name_taken' })
  })

  it.each([
    ['the hypervisor itself', 'f.example', ['127.0.0.1:8080'], '/servers/0'],
    ['a server twice', 'f.example', ['192.0.2.53', '192.0.2.53:53'], '/servers/1'],
    ['a host name', 'f.example', ['dns.example'], '/servers/0'],
    ['names of the platform', 'shop.internal', ['192.0.2.53'], '/domain'],
  ])('does not ask %s', async (_, domain, servers, pointer) => {
    const problem = await refusal(create('refused', domain, servers))
    expect([problem.code, pointerOf(problem)]).toEqual(['invalid_request', pointer])
  })
})

describe('who may write', () => {
  it('zones and forwarders: admins of the project; records: operators; others see nothing', async () => {
    const other = await makeTenancy(server, 'dns-other')
    const [operator, stranger] = await Promise.all([
      makeToken(server, 'operator', shop.project.id),
      makeToken(server, 'admin', other.project.id),
    ])
    const project = shop.project.id
    const zoneBody = { project, name: 'operators.example' }
    expect(await refusal(operator.client.call(routes.dnsZones.create, { body: zoneBody }))).toMatchObject({
      code: 'forbidden',
    })
    const forwarder = { network: shop.network.id, name: 'f', domain: 'o.example', servers: ['192.0.2.53'] }
    expect(await refusal(operator.client.call(routes.dnsForwarders.create, { body: forwarder }))).toMatchObject({
      code: 'forbidden',
    })
    const body: Asked = { project, name: 'by-operator', type: 'A', values: ['10.0.0.1'] }
    const record = await operator.client.call(routes.dnsRecords.create, { body })
    const params = { id: record.id }
    expect(await refusal(stranger.client.call(routes.dnsRecords.get, { params }))).toMatchObject({ code: 'not_found' })
    expect(await refusal(stranger.client.call(routes.dnsRecords.create, { body }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ pointer: '/project' }],
    })
    const inForeign: Asked = { zone: zone.id, name: 'x', type: 'A', values: ['10.0.0.1'] }
    expect(await refusal(stranger.client.call(routes.dnsRecords.create, { body: inForeign }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ pointer: '/zone' }],
    })
    expect(await refusal(stranger.client.call(routes.dnsForwarders.create, { body: forwarder }))).toMatchObject({
      code: 'reference_not_found',
      errors: [{ pointer: '/network' }],
    })
    expect((await stranger.client.call(routes.dnsZones.list, {})).items).toEqual([])
  })
})
