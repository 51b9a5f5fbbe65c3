import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { addressRoutes, qosPolicyRoutes, securityGroupRoutes, subnetPoolRoutes } from '@quantumnet/api'
import { serveInProcess, type InProcess } from '../provider/in-process.ts'
import { Workspace } from '../provider/terraform.ts'
import { startRealApi } from './real-api.ts'
import type { Api } from './suite.ts'

/** What networks, subnets and ports can be beyond the minimum: each is made as planned, found unchanged, imported, and destroyed. */

jest.setTimeout(60_000)

const BASE = `
resource "quantumnet_project" "a" {
  name = "alpha"
}
resource "quantumnet_network" "a" {
  project = quantumnet_project.a.id
  name    = "net"
}
`
const SUBNET = `${BASE}
resource "quantumnet_subnet" "a" {
  network = quantumnet_network.a.id
  name    = "v4"
  cidr    = "10.0.0.0/24"
}
`
const port = (lines: string): string => `${SUBNET}
resource "quantumnet_port" "a" {
  network    = quantumnet_network.a.id
  depends_on = [quantumnet_subnet.a]
  ${lines}
}
`

let api: Api
let served: InProcess
let workspace: Workspace

const configure = async (resources: string): Promise<void> => {
  const provider = `provider "quantumnet" {\n  endpoint = "${api.endpoint}"\n  token    = "${api.token}"\n}`
  await workspace.configure(resources, provider)
}
const idOf = async (kind: string): Promise<string> => String((await workspace.values(`quantumnet_${kind}.a`))['id'])

/** Applies it, and finds nothing left to do. @returns what was planned */
const settle = async (resources: string): Promise<string[]> => {
  await configure(resources)
  const planned = await workspace.planned()
  await workspace.apply()
  expect(await workspace.planned()).toEqual([])
  return planned
}

/** Forgets a resource and imports it again, after which there is nothing to do either. */
const reimport = async (kind: string): Promise<void> => {
  const [address, id] = [`quantumnet_${kind}.a`, await idOf(kind)]
  await workspace.succeed('state', 'rm', address)
  await workspace.succeed('import', address, id)
  expect(await workspace.planned()).toEqual([])
}

beforeAll(async () => {
  api = await startRealApi()
  served = await serveInProcess()
})
afterAll(async () => {
  await served.close()
  await api.close()
})
beforeEach(async () => {
  workspace = await Workspace.make(served.environment)
  await configure(BASE)
  await workspace.succeed('init')
  await workspace.apply()
})
afterEach(async () => {
  await configure('')
  await workspace.apply()
  await workspace.remove()
})

describe('a network', () => {
  const onWire = (segment: number, more = ''): string =>
    BASE.replace(
      '  name    = "net"',
      `  name = "net"\n  type = "vlan"\n  physical_network = "ext"\n  segment_id = ${String(segment)}\n${more}`,
    )

  it('on a wire is another one with another tag, and the same with other DHCP', async () => {
    expect(await settle(onWire(100))).toEqual(['delete+create quantumnet_network.a'])
    await reimport('network')
    expect(await settle(onWire(100, 'dhcp = { domain_name = "corp.example" }'))).toEqual([
      'update quantumnet_network.a',
    ])
    expect(await settle(onWire(101))).toEqual(['delete+create quantumnet_network.a'])
  })

  it('is shared with projects in any order and spelling, and no longer', async () => {
    const guests = `
resource "quantumnet_project" "b" {
  name = "beta"
}
resource "quantumnet_project" "c" {
  name = "gamma"
}
`
    const shared = (list: string): string =>
      guests + BASE.replace('  name    = "net"', `  name = "net"\n  shared_with = ${list}`)
    await settle(shared('[quantumnet_project.c.id, upper(quantumnet_project.b.id)]'))
    expect(await settle(shared('[quantumnet_project.b.id, quantumnet_project.c.id]'))).toEqual([])
    await reimport('network')
    expect(await settle(guests + BASE)).toEqual(['update quantumnet_network.a'])
    expect(await workspace.values('quantumnet_network.a')).toMatchObject({ shared_with: [] })
  })
})

describe('a subnet', () => {
  const subnet = (lines: string): string => `${BASE}
resource "quantumnet_subnet" "a" {
  network = quantumnet_network.a.id
  name    = "sub"
  ${lines}
}
`

  it('of IPv6 has its addresses and its mode as planned', async () => {
    await settle(subnet('cidr = "2001:DB8::/64"'))
    expect(await workspace.values('quantumnet_subnet.a')).toMatchObject({
      ...{ cidr: '2001:DB8::/64', gateway: '2001:db8::1', dns_address: '2001:db8::2', ipv6_mode: 'slaac' },
      allocation_ranges: [{ start: '2001:db8::1', end: '2001:db8::ffff:ffff:ffff:ffff' }],
    })
    await reimport('subnet')
    const stateful = subnet('cidr = "2001:db8::/64"\nipv6_mode = "dhcpv6-stateful"')
    expect(await settle(stateful)).toEqual(['delete+create quantumnet_subnet.a'])
    expect(await settle(subnet('cidr = "2001:db8:1::/80"'))).toEqual(['delete+create quantumnet_subnet.a'])
    expect(await workspace.values('quantumnet_subnet.a')).toMatchObject({ ipv6_mode: 'dhcpv6-stateful' })
  })

  it('is carved from a pool, keeps its block, and is another one with another length', async () => {
    const project = (await idOf('project')) as never
    const body = { project, name: 'campus', prefixes: ['10.64.0.0/12'] }
    const { id } = await api.client.call(subnetPoolRoutes.create, { body })
    const carved = (more: string): string => subnet(`pool = "${id}"\n${more}`)
    await settle(carved('prefix_length = 26'))
    expect(await workspace.values('quantumnet_subnet.a')).toMatchObject({ cidr: '10.64.0.0/26', gateway: '10.64.0.1' })
    await reimport('subnet')
    expect(await settle(carved('prefix_length = 26\nhold_down = 5'))).toEqual(['update quantumnet_subnet.a'])
    // The default is as it is.
    expect(await settle(carved('hold_down = 5'))).toEqual([])
    expect(await settle(carved('prefix_length = 28'))).toEqual(['delete+create quantumnet_subnet.a'])
    expect(await settle(carved('cidr = "10.64.8.0/24"'))).toEqual(['delete+create quantumnet_subnet.a'])
    await settle(BASE)
    await api.client.call(subnetPoolRoutes.delete, { params: { id } })
  })

  it('tells none of its own servers and routes from those of the network', async () => {
    const block = 'cidr = "10.0.0.0/24"'
    await settle(subnet(block))
    expect(await workspace.values('quantumnet_subnet.a')).toMatchObject({ dns_servers: null, static_routes: null })
    expect(await settle(subnet(`${block}\ndns_servers = []\nstatic_routes = []`))).toEqual([
      'update quantumnet_subnet.a',
    ])
    await reimport('subnet')
    expect(await workspace.values('quantumnet_subnet.a')).toMatchObject({ dns_servers: [], static_routes: [] })
    expect(await settle(subnet(block))).toEqual(['update quantumnet_subnet.a'])
  })
})

describe('the security groups of a port', () => {
  const groupsOf = async (): Promise<unknown> => (await workspace.values('quantumnet_port.a'))['security_groups']

  it('are the default one when left out, none when empty, and stay as they are when left out again', async () => {
    await settle(port(''))
    const [group] = (await groupsOf()) as string[]
    const found = await api.client.call(securityGroupRoutes.get, { params: { id: String(group) } })
    expect(found).toMatchObject({ name: 'default', project: await idOf('project') })
    await reimport('port')
    expect(await settle(port('security_groups = []'))).toEqual(['update quantumnet_port.a'])
    expect(await groupsOf()).toEqual([])
    await reimport('port')
    expect(await settle(port(''))).toEqual([])
    expect(await groupsOf()).toEqual([])
  })

  it('are none from the start where none are wanted', async () => {
    await settle(port('security_groups = []'))
    expect(await groupsOf()).toEqual([])
  })

  it('go and come with port security, unless they are told', async () => {
    await settle(port('port_security = false'))
    expect(await groupsOf()).toEqual([])
    expect(await settle(port('port_security = true'))).toEqual(['update quantumnet_port.a'])
    expect(await groupsOf()).toHaveLength(1)
    await settle(port('port_security = false'))
    await settle(port('port_security = true\nsecurity_groups = []'))
    expect(await groupsOf()).toEqual([])
  })

  it('follow the network’s default of port security', async () => {
    const open = port('').replace('name    = "net"', 'name = "net"\nport_security_default = false')
    await settle(open)
    expect(await workspace.values('quantumnet_port.a')).toMatchObject({ port_security: false, security_groups: [] })
  })

  it('have no order', async () => {
    await settle(port(''))
    const project = (await idOf('project')) as never
    const made = async (name: string): Promise<string> =>
      (await api.client.call(securityGroupRoutes.create, { body: { project, name } })).id
    const [one, two] = [await made('one'), await made('two')]
    await settle(port(`security_groups = ["${two}", "${one.toUpperCase()}"]`))
    expect(await settle(port(`security_groups = ["${one}", "${two}"]`))).toEqual([])
    await reimport('port')
    await settle(SUBNET)
    for (const id of [one, two]) await api.client.call(securityGroupRoutes.delete, { params: { id: id } })
  })
})

describe('the addresses of a port', () => {
  const addresses = async (): Promise<string[]> =>
    ((await workspace.values('quantumnet_port.a'))['fixed_ips'] as { ip: string }[]).map(({ ip }) => ip)

  it('change in place: more, others, none', async () => {
    const only = '{ subnet = quantumnet_subnet.a.id }'
    await settle(port(`fixed_ips = [${only}]`))
    const [id, [first]] = [await idOf('port'), await addresses()]
    const update = ['update quantumnet_port.a']
    expect(await settle(port(`fixed_ips = [${only}, { ip = "10.0.0.77" }]`))).toEqual(update)
    expect(await addresses()).toEqual([first, '10.0.0.77'])
    await reimport('port')
    expect(await settle(port('fixed_ips = [{ ip = "10.0.0.78" }]'))).toEqual(update)
    expect(await addresses()).toEqual(['10.0.0.78'])
    expect(await settle(port('fixed_ips = []'))).toEqual(update)
    expect(await addresses()).toEqual([])
    expect(await idOf('port')).toBe(id)
  })

  it('are one of each family', async () => {
    const v6 = `
resource "quantumnet_subnet" "b" {
  network = quantumnet_network.a.id
  name    = "v6"
  cidr    = "fd00:5::/64"
}
`
    await settle(port('').replace('[quantumnet_subnet.a]', '[quantumnet_subnet.a, quantumnet_subnet.b]') + v6)
    expect(await addresses()).toEqual([expect.stringMatching(/^10\.0\.0\./), expect.stringMatching(/^fd00:5::/)])
    await reimport('port')
  })

  it('can be one that was reserved, which is named as long as the port has it', async () => {
    await settle(SUBNET)
    const network = (await idOf('network')) as never
    const body = { network, name: 'www', ip: '10.0.0.99', hostname: 'www', mac: '02:00:5e:00:00:63' }
    const { id } = await api.client.call(addressRoutes.create, { body })
    const reserved = port(`fixed_ips = [{ address = "${id}" }]`)
    expect(await settle(reserved)).toEqual(['create quantumnet_port.a'])
    expect(await workspace.values('quantumnet_port.a')).toMatchObject({
      ...{ hostname: 'www', name: 'www', mac: '02:00:5e:00:00:63' },
      fixed_ips: [{ address: id, ip: '10.0.0.99' }],
    })
    expect(await settle(reserved.replace('fixed_ips', 'description = "x"\n  fixed_ips'))).toEqual([
      'update quantumnet_port.a',
    ])
    await settle(SUBNET)
    await api.client.call(addressRoutes.delete, { params: { id } })
  })
})

describe('a port', () => {
  it('has options that come and go in place', async () => {
    await settle(port(''))
    const project = (await idOf('project')) as never
    const policyBody = { project, name: 'slow', egress_max: 1000 }
    const policy = await api.client.call(qosPolicyRoutes.create, { body: policyBody })
    const full = port(`
  wildcard   = true
  hostname   = "www"
  qos_policy = "${policy.id}"
  dhcp_options = { domain_name = "corp.example", ntp_servers = ["FD00::1"] }
  allowed_address_pairs = [{ ip = "FD00::/64" }, { ip = "10.0.0.5", mac = "02-00-5E-00-00-01" }]`)
    expect(await settle(full)).toEqual(['update quantumnet_port.a'])
    await reimport('port')
    expect(await settle(port(''))).toEqual(['update quantumnet_port.a'])
    expect(await workspace.values('quantumnet_port.a')).toMatchObject({
      ...{ wildcard: false, qos_policy: null, dhcp_options: null, allowed_address_pairs: [] },
    })
    await api.client.call(qosPolicyRoutes.delete, { params: { id: policy.id } })
  })

  it('that is virtual is another one than a VM’s, and belongs to whom it was made for', async () => {
    const shared = `
resource "quantumnet_project" "b" {
  name = "beta"
}
${port('').replace('name    = "net"', 'name = "net"\nshared_with = [quantumnet_project.b.id]')}`
    await settle(shared)
    const guest = shared.replace('  depends_on', '  project = quantumnet_project.b.id\n  depends_on')
    expect(await settle(guest)).toEqual(['delete+create quantumnet_port.a'])
    await reimport('port')
    const virtual = guest.replace('  depends_on', '  type = "virtual"\n  depends_on')
    expect(await settle(virtual)).toEqual(['delete+create quantumnet_port.a'])
    await reimport('port')
  })
})
