import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type Port } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')
const nobody = '0198c5a1-0000-7000-8000-000000000000'

describe('a project', () => {
  it('is realized at once, with a zone label made from its name', async () => {
    const project = await admin().call(routes.projects.create, {
      body: { name: 'Web_Shop.eu', labels: { env: 'prod' } },
    })
    expect(project).toMatchObject({
      name: 'Web_Shop.eu',
      dns_label: 'web-shop',
      generation: 1,
      labels: { env: 'prod' },
    })
    expect(project.status).toEqual({ state: 'realized', applied_generation: 1, realized_generation: 1, conditions: [] })
    expect(await admin().call(routes.projects.get, { params: { id: project.id } })).toEqual(project)
  })

  it('has a default security group that lets its members reach each other', async () => {
    const project = await admin().call(routes.projects.create, { body: { name: 'grouped' } })
    const groups = await server.rows('select id, name, default_egress from security_group where project_id = $1', [
      project.id,
    ])
    expect(groups).toEqual([{ id: expect.any(String), name: 'default', default_egress: 'allow' }])
    const rules = await server.rows(
      `select direction, ethertype, protocol, remote_group_id = group_id as members, action, position
       from security_group_rule join security_group on security_group.id = group_id where project_id = $1 order by ethertype`,
      [project.id],
    )
    const rule = { direction: 'ingress', protocol: null, members: true, action: 'allow', position: 100 }
    expect(rules).toEqual([
      { ...rule, ethertype: 'ipv4' },
      { ...rule, ethertype: 'ipv6' },
    ])
  })

  it('needs a name that no other project has', async () => {
    await admin().call(routes.projects.create, { body: { name: 'taken' } })
    const problem = await refusal(admin().call(routes.projects.create, { body: { name: 'taken' } }))
    expect(problem).toMatchObject({ code: 'name_taken', status: 409, errors: [{ pointer: '/name', value: 'taken' }] })
  })

  it('needs a label that no other project has, also when it is made from the name', async () => {
    await admin().call(routes.projects.create, { body: { name: 'label-one' } })
    const problem = await refusal(admin().call(routes.projects.create, { body: { name: 'label_one' } }))
    expect(problem).toMatchObject({ code: 'name_taken', errors: [{ pointer: '/dns_label', value: 'label-one' }] })
  })

  it('says when its name gives no label', async () => {
    const problem = await refusal(admin().call(routes.projects.create, { body: { name: 'localhost' } }))
    expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/dns_label' }] })
  })

  it('is changed field by field, and stays realized', async () => {
    const { id } = await admin().call(routes.projects.create, { body: { name: 'before', labels: { a: '1' } } })
    const changed = await admin().call(routes.projects.update, { params: { id }, body: { name: 'after' } })
    expect(changed).toMatchObject({ name: 'after', labels: { a: '1' }, dns_label: 'before', generation: 2 })
    expect(changed.status.state).toBe('realized')
  })
})

describe('a network', () => {
  it('begins pending, with defaults', async () => {
    const project = await admin().call(routes.projects.create, { body: { name: 'net-defaults' } })
    const network = await admin().call(routes.networks.create, { body: { project: project.id, name: 'n' } })
    expect(network).toMatchObject({ mtu: 1442, type: 'overlay', dhcp: { enabled: true, lease_time: 86_400 } })
    expect(network.status.state).toBe('pending')
  })

  it('names the project that it does not find', async () => {
    const problem = await refusal(admin().call(routes.networks.create, { body: { project: nobody, name: 'n' } }))
    expect(problem).toMatchObject({ code: 'reference_not_found', errors: [{ pointer: '/project', value: nobody }] })
  })

  it('shares a name only with networks of other projects', async () => {
    const { project } = await makeTenancy(server, 'names-one')
    await makeTenancy(server, 'names-two')
    const problem = await refusal(admin().call(routes.networks.create, { body: { project: project.id, name: 'net' } }))
    expect(problem).toMatchObject({ code: 'name_taken', errors: [{ pointer: '/name' }] })
  })

  it('keeps the fields of dhcp that a change leaves out', async () => {
    const { network } = await makeTenancy(server, 'dhcp-patch')
    const params = { id: network.id }
    await admin().call(routes.networks.update, { params, body: { dhcp: { lease_time: 600 } } })
    const changed = await admin().call(routes.networks.update, { params, body: { dhcp: { enabled: false } } })
    expect(changed.dhcp).toMatchObject({ enabled: false, lease_time: 600 })
    expect(changed.generation).toBe(3)
  })
})

describe('a subnet', () => {
  it('gets gateway, DNS address and ranges by default, and both addresses a MAC of their own', async () => {
    const { subnet } = await makeTenancy(server, 'subnet-defaults', '192.168.7.0/24')
    expect(subnet).toMatchObject({
      gateway: '192.168.7.1',
      dns_address: '192.168.7.2',
      allocation_ranges: [{ start: '192.168.7.1', end: '192.168.7.254' }],
    })
    const rows = await server.rows<{ ip: string; type: string; mac: string }>(
      'select ip, type, mac from address where subnet_id = $1 order by ip',
      [subnet.id],
    )
    expect(rows).toEqual([
      { ip: '192.168.7.1', type: 'gateway', mac: expect.stringMatching(/^02:/) },
      { ip: '192.168.7.2', type: 'dns', mac: expect.stringMatching(/^02:/) },
    ])
    expect(rows[0]!.mac).not.toBe(rows[1]!.mac)
  })

  it('may not overlap another of its network, which is named', async () => {
    const { network } = await makeTenancy(server, 'overlap', '10.1.0.0/16')
    const body = { network: network.id, name: 'inner', cidr: '10.1.2.0/24' }
    const problem = await refusal(admin().call(routes.subnets.create, { body }))
    expect(problem).toMatchObject({ code: 'cidr_overlaps', errors: [{ pointer: '/cidr', value: '10.1.2.0/24' }] })
    expect(problem.detail).toContain('"sub" (10.1.0.0/16)')
  })

  it('may overlap one of another network', async () => {
    await makeTenancy(server, 'same-cidr-one', '10.2.0.0/24')
    const { subnet } = await makeTenancy(server, 'same-cidr-two', '10.2.0.0/24')
    expect(subnet.cidr).toBe('10.2.0.0/24')
  })

  it('lets only one of two that overlap be made at once', async () => {
    const { network } = await makeTenancy(server, 'overlap-race', '10.3.0.0/24')
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => {
        const body = { network: network.id, name: `s${String(index)}`, cidr: `10.3.128.0/${String(17 + index)}` }
        return admin().call(routes.subnets.create, { body })
      }),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const reasons = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as { code?: string }] : [],
    )
    expect(new Set(reasons.map(({ code }) => code))).toEqual(new Set(['cidr_overlaps']))
  })

  it('checks new allocation ranges against its block', async () => {
    const { subnet } = await makeTenancy(server, 'range-patch', '10.4.0.0/24')
    const body = { allocation_ranges: [{ start: '10.4.0.10', end: '10.4.1.5' }] }
    const problem = await refusal(admin().call(routes.subnets.update, { params: { id: subnet.id }, body }))
    expect(problem).toMatchObject({ code: 'address_outside_subnet', errors: [{ pointer: '/allocation_ranges/0/end' }] })
  })
})

describe('a port', () => {
  it('gets address, MAC, name and hostname', async () => {
    const { project, network, subnet } = await makeTenancy(server, 'port-defaults', '10.5.0.0/24')
    const port = await admin().call(routes.ports.create, {
      body: { network: network.id, vm: { name: 'Web 1.example.org' } },
    })
    expect(port).toMatchObject({
      project: project.id,
      fixed_ips: [{ subnet: subnet.id, ip: '10.5.0.3' }],
      name: 'web-1',
      hostname: 'web-1',
      fqdn: 'web-1.port-defaults.internal',
      interface_id: port.id,
      binding: { node: null, state: 'unbound', reason: expect.stringContaining('nothing is plugged in') },
      port_security: true,
    })
    expect(port.mac).toMatch(/^02(:[0-9a-f]{2}){5}$/)
  })

  it('reads its addresses back in the order of the request', async () => {
    const { network } = await makeTenancy(server, 'port-order', '10.6.0.0/24')
    const wanted = ['10.6.0.77', '10.6.0.5', '10.6.0.200']
    const { id } = await admin().call(routes.ports.create, {
      body: { network: network.id, fixed_ips: wanted.map((ip) => ({ ip })) },
    })
    const port = await admin().call(routes.ports.get, { params: { id } })
    expect(port.fixed_ips.map(({ ip }) => ip)).toEqual(wanted)
  })

  it('joins the default group when it is secured, and leaves it when it is not', async () => {
    const { network } = await makeTenancy(server, 'port-groups', '10.7.0.0/24')
    const { id } = await admin().call(routes.ports.create, { body: { network: network.id } })
    const groups = async (): Promise<unknown[]> =>
      await server.rows('select group_id from port_security_group where port_id = $1', [id])
    expect(await groups()).toHaveLength(1)
    await admin().call(routes.ports.update, { params: { id }, body: { port_security: false } })
    expect(await groups()).toEqual([])
    await admin().call(routes.ports.update, { params: { id }, body: { port_security: true } })
    expect(await groups()).toHaveLength(1)
  })

  it('needs a subnet to take an address from, or to ask for none', async () => {
    const project = await admin().call(routes.projects.create, { body: { name: 'no-subnet' } })
    const network = await admin().call(routes.networks.create, { body: { project: project.id, name: 'n' } })
    const problem = await refusal(admin().call(routes.ports.create, { body: { network: network.id } }))
    expect(problem).toMatchObject({ code: 'reference_not_found', errors: [{ pointer: '/fixed_ips' }] })
    const port = await admin().call(routes.ports.create, { body: { network: network.id, fixed_ips: [] } })
    expect(port.fixed_ips).toEqual([])
  })

  it.each<[string, object, string, string]>([
    ['the same hostname', { hostname: 'first' }, 'hostname_taken', '/hostname'],
    ['a VM name that gives the same hostname', { vm: { name: 'First.example.org' } }, 'hostname_taken', '/vm/name'],
    ['the same MAC', { mac: '06-00-00-00-00-01' }, 'mac_taken', '/mac'],
    ['the same address', { fixed_ips: [{ ip: '10.8.0.50' }] }, 'address_taken', '/fixed_ips/0/ip'],
    ['the gateway', { fixed_ips: [{}, { ip: '10.8.0.1' }] }, 'address_reserved', '/fixed_ips/1/ip'],
    ['the DNS address', { fixed_ips: [{ ip: '10.8.0.2' }] }, 'address_reserved', '/fixed_ips/0/ip'],
    ['the broadcast address', { fixed_ips: [{ ip: '10.8.0.255' }] }, 'address_outside_subnet', '/fixed_ips/0/ip'],
    ['an address of no subnet', { fixed_ips: [{ ip: '10.9.0.1' }] }, 'address_outside_subnet', '/fixed_ips/0/ip'],
    ['an address twice', { fixed_ips: [{ ip: '10.8.0.9' }, { ip: '10.8.0.9' }] }, 'invalid_request', '/fixed_ips/1/ip'],
    ['a subnet of nowhere', { fixed_ips: [{ subnet: nobody }] }, 'reference_not_found', '/fixed_ips/0/subnet'],
  ])('is refused %s', async (_, fields, code, pointer) => {
    const { network } = await sharedTenancy()
    const problem = await refusal(admin().call(routes.ports.create, { body: { network: network.id, ...fields } }))
    expect(problem).toMatchObject({ code, errors: [{ pointer }] })
    expect(problem.errors?.[0]?.allowed).toEqual(expect.any(String))
    const rows = await server.rows('select from port where network_id = $1', [network.id])
    expect(rows).toHaveLength(1)
  })

  it('is told which port has its hostname, also when it is changed', async () => {
    const { network } = await makeTenancy(server, 'named-holder', '10.12.0.0/24')
    const make = async (hostname: string): Promise<Port> =>
      await admin().call(routes.ports.create, { body: { network: network.id, hostname } })
    const [holder, other] = [await make('held'), await make('free')]
    const message = `port "held" (${holder.id}) has the hostname`
    expect((await refusal(make('held'))).errors).toMatchObject([{ pointer: '/hostname', message }])
    const change = admin().call(routes.ports.update, { params: { id: other.id }, body: { hostname: 'held' } })
    expect((await refusal(change)).errors).toMatchObject([{ pointer: '/hostname', message }])
  })

  it('is refused the MAC address of a gateway', async () => {
    const { network, subnet } = await makeTenancy(server, 'gateway-mac', '10.10.0.0/24')
    const [row] = await server.rows<{ mac: string }>(
      `select mac from address where subnet_id = $1 and type = 'gateway'`,
      [subnet.id],
    )
    const problem = await refusal(admin().call(routes.ports.create, { body: { network: network.id, mac: row!.mac } }))
    expect(problem.code).toBe('mac_taken')
  })

  it('keeps what a change of vm leaves out, and loses its name by null', async () => {
    const { network } = await makeTenancy(server, 'port-patch', '10.11.0.0/24')
    const { id } = await admin().call(routes.ports.create, {
      body: { network: network.id, vm: { id: 'i-1', name: 'vm' } },
    })
    const params = { id }
    const renamed = await admin().call(routes.ports.update, { params, body: { vm: { name: 'other' } } })
    expect(renamed).toMatchObject({ vm: { id: 'i-1', name: 'other' }, hostname: 'vm', generation: 2 })
    const nameless = await admin().call(routes.ports.update, { params, body: { hostname: null } })
    expect(nameless).toMatchObject({ hostname: null, fqdn: null, generation: 3 })
  })
})

let shared: ReturnType<typeof makeTenancy> | undefined
/** A network with one port that the refused ones collide with. */
const sharedTenancy = (): ReturnType<typeof makeTenancy> => {
  shared ??= (async () => {
    const tenancy = await makeTenancy(server, 'port-refusals', '10.8.0.0/24')
    const addresses = [{ ip: '10.8.0.50' }]
    const body = { network: tenancy.network.id, hostname: 'first', mac: '06:00:00:00:00:01', fixed_ips: addresses }
    await admin().call(routes.ports.create, { body })
    return tenancy
  })()
  return shared
}

describe('every kind', () => {
  it('counts no generation for a change that changes nothing, and writes nothing', async () => {
    const { project, network, subnet } = await makeTenancy(server, 'unchanged', '10.12.0.0/24')
    const port = await admin().call(routes.ports.create, { body: { network: network.id, hostname: 'h' } })
    const logs = async (): Promise<unknown[]> =>
      await server.rows(
        'select (select count(*) from dirty), (select count(*) from event), (select count(*) from audit)',
      )
    const before = await logs()
    const same = [
      await admin().call(routes.projects.update, { params: { id: project.id }, body: { name: 'unchanged' } }),
      await admin().call(routes.networks.update, { params: { id: network.id }, body: { dhcp: { enabled: true } } }),
      await admin().call(routes.subnets.update, {
        params: { id: subnet.id },
        body: { allocation_ranges: subnet.allocation_ranges, labels: {} },
      }),
      await admin().call(routes.ports.update, { params: { id: port.id }, body: { hostname: 'h', vm: {} } }),
    ]
    expect(same).toEqual([project, network, subnet, port])
    expect(await logs()).toEqual(before)
  })

  it('gives the first answer again when a create is repeated with its id', async () => {
    const ids = { project: randomUUID(), network: randomUUID(), subnet: randomUUID(), port: randomUUID() }
    const createAll = async (): Promise<unknown[]> => [
      await admin().call(routes.projects.create, { body: { id: ids.project, name: 'twice' } }),
      await admin().call(routes.networks.create, { body: { id: ids.network, project: ids.project, name: 'n' } }),
      await admin().call(routes.subnets.create, {
        body: { id: ids.subnet, network: ids.network, name: 's', cidr: '10.13.0.0/24' },
      }),
      await admin().call(routes.ports.create, {
        body: { id: ids.port, network: ids.network, hostname: 'h', fixed_ips: [{ ip: '10.13.0.9' }] },
      }),
    ]
    const first = await createAll()
    expect(await createAll()).toEqual(first)
  })

  it('makes one of many repetitions that come at once', async () => {
    const { network } = await makeTenancy(server, 'at-once', '10.14.0.0/24')
    const body = { id: randomUUID(), network: network.id, hostname: 'h' }
    const ports = await Promise.all(Array.from({ length: 12 }, () => admin().call(routes.ports.create, { body })))
    expect(new Set(ports.map((port) => JSON.stringify(port))).size).toBe(1)
    expect(await server.rows('select from address where owner_id = $1', [body.id])).toHaveLength(1)
  })

  it('refuses an id that belongs to another request', async () => {
    const id = randomUUID()
    await admin().call(routes.projects.create, { body: { id, name: 'owner' } })
    const problem = await refusal(admin().call(routes.projects.create, { body: { id, name: 'thief' } }))
    expect(problem).toMatchObject({ code: 'id_taken', status: 409, errors: [{ pointer: '/id', value: id }] })
  })

  it('answers 404 for what does not exist', async () => {
    const params = { id: nobody }
    const problems = await Promise.all([
      refusal(admin().call(routes.projects.get, { params })),
      refusal(admin().call(routes.networks.update, { params, body: {} })),
      refusal(admin().call(routes.subnets.delete, { params })),
      refusal(admin().call(routes.ports.get, { params })),
    ])
    expect(problems.map(({ code, status }) => [code, status])).toEqual(Array(4).fill(['not_found', 404]))
  })
})
