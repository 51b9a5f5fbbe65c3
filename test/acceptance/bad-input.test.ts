import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { networkRoutes, portRoutes, projectRoutes, subnetRoutes } from '@quantumnet/api'
import { ApiDouble } from '../provider/api-double.ts'
import { serveInProcess, type InProcess } from '../provider/in-process.ts'
import { Workspace } from '../provider/terraform.ts'
import { startRealApi } from './real-api.ts'
import type { Api } from './suite.ts'

/** What a user sees who wrote something wrong: the line, the value, and what is allowed. */

jest.setTimeout(60_000)

let api: Api
let served: InProcess
let workspace: Workspace
let network: string
let subnet: string

beforeAll(async () => {
  api = await startRealApi()
  served = await serveInProcess()
  const project = await api.client.call(projectRoutes.create, { body: { name: 'taken' } })
  network = (await api.client.call(networkRoutes.create, { body: { project: project.id, name: 'net' } })).id
  subnet = (await api.client.call(subnetRoutes.create, { body: { network, name: 'sub', cidr: '10.0.0.0/24' } })).id
  await api.client.call(portRoutes.create, {
    body: { network, fixed_ips: [{ ip: '10.0.0.9' }], hostname: 'db', mac: '02:00:5e:00:00:01' },
  })
})
afterAll(async () => {
  await served.close()
  await api.close()
})
beforeEach(async () => {
  workspace = await Workspace.make(served.environment)
})
afterEach(async () => {
  await workspace.remove()
})

const configure = async (resource: string): Promise<void> => {
  const provider = `provider "quantumnet" {\n  endpoint = "${api.endpoint}"\n  token    = "${api.token}"\n}`
  await workspace.configure(resource, provider)
  await workspace.succeed('init')
}

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const project = (lines: string): string => `resource "quantumnet_project" "a" {\n${lines}\n}`
const net = (lines: string): string => `resource "quantumnet_network" "a" {\nproject = "${ID}"\nname = "n"\n${lines}\n}`
const sub = (lines: string): string => `resource "quantumnet_subnet" "a" {\nnetwork = "${ID}"\nname = "s"\n${lines}\n}`
const port = (lines: string): string => `resource "quantumnet_port" "a" {\nnetwork = "${ID}"\n${lines}\n}`

describe('before anything is asked of the API, terraform validate points at', () => {
  it.each([
    [
      'host bits in a block',
      sub('cidr = "10.0.0.5/24"'),
      'cidr = "10.0.0.5/24"',
      'has host bits set; the block is 10.0.0.0/24',
    ],
    ['a block that is none', sub('cidr = "10.0.0.0"'), 'cidr = "10.0.0.0"', 'must be a block in CIDR notation'],
    [
      'a gateway outside of the block',
      sub('cidr = "10.0.0.0/24"\ngateway = "10.0.1.1"'),
      'gateway = "10.0.1.1"',
      'Allowed: 10.0.0.1 to 10.0.0.254',
    ],
    [
      'a range that ends outside',
      sub('cidr = "10.0.0.0/24"\nallocation_ranges = [\n{ start = "10.0.0.5", end = "10.0.9.9" }\n]'),
      '{ start = "10.0.0.5", end = "10.0.9.9" }',
      'allocation_ranges[0].end: 10.0.9.9 is no host address',
    ],
    ['a MAC address that is none', port('mac = "02:00:5e:00:00"'), 'mac = "02:00:5e:00:00"', 'must be a MAC address'],
    [
      'a multicast MAC address',
      port('mac = "01:00:5e:00:00:01"'),
      'mac = "01:00:5e:00:00:01"',
      'must be a unicast address',
    ],
    [
      'an address that is none',
      port('fixed_ips = [\n{},\n{ ip = "10.0.0.256" },\n]'),
      '{ ip = "10.0.0.256" },',
      'fixed_ips[1].ip: must be an IP address',
    ],
    ['a hostname with a capital letter', port('hostname = "DB"'), 'hostname = "DB"', 'lower-case letters'],
    ['a node that is no host name', port('node = "hv_1"'), 'node = "hv_1"', 'must be a host name'],
    ['a name with a space', project('name = "a b"'), 'name = "a b"', 'must be 1 to 63 letters'],
    [
      'a label with a bad key',
      project('name = "a"\nlabels = { "a b" = "c" }'),
      'labels = { "a b" = "c" }',
      'labels.a b:',
    ],
    [
      'a label with a key that cannot be held',
      project('name = "a"\nlabels = { "__proto__" = "c" }'),
      'labels = { "__proto__" = "c" }',
      'labels.__proto__: the key "__proto__" cannot be used',
    ],
    [
      'a project that is no id',
      'resource "quantumnet_network" "a" {\nname = "n"\nproject = "demo"\n}',
      'project = "demo"',
      'UUID',
    ],
    ['an MTU out of range', net('mtu = 100'), 'mtu = 100', 'must be at least 576. Got 100.'],
    ['an MTU with a fraction', net('mtu = 1400.5'), 'mtu = 1400.5', 'must be a whole number'],
    ['a lease that is too short', net('dhcp = {\nlease_time = 5\n}'), 'lease_time = 5', 'dhcp.lease_time'],
    [
      'a type that does not exist',
      net('type = "vxlan"'),
      'type = "vxlan"',
      'must be one of "overlay", "vlan", "flat", "external". Got "vxlan".',
    ],
    ['a wire that is missing', net('type = "flat"'), 'type = "flat"', 'a network of type flat needs one'],
    [
      'a VLAN tag out of range',
      net('type = "vlan"\nphysical_network = "ext"\nsegment_id = 4095'),
      'segment_id = 4095',
      '4094',
    ],
    [
      'a search domain that is none',
      net('dhcp = {\ndomain_name = "a b"\n}'),
      'domain_name = "a b"',
      'dhcp.domain_name',
    ],
    ['a project that is no id among others', net('shared_with = ["demo"]'), 'shared_with = ["demo"]', 'must be a UUID'],
    [
      'a block that is missing',
      sub('prefix_length = 26'),
      'prefix_length = 26',
      'Needs cidr, its block such as 10.0.0.0/24, or pool',
    ],
    [
      'an address of another family',
      sub('cidr = "2001:db8::/64"\ngateway = "10.0.0.1"'),
      'gateway = "10.0.0.1"',
      'Allowed: 2001:db8:: to 2001:db8::ffff:ffff:ffff:ffff',
    ],
    [
      'a mode of IPv6 on IPv4',
      sub('cidr = "10.0.0.0/24"\nipv6_mode = "slaac"'),
      'ipv6_mode = "slaac"',
      'Is of no use for an IPv4 block',
    ],
    [
      'groups without port security',
      port(`port_security = false\nsecurity_groups = ["${ID}"]`),
      `security_groups = ["${ID}"]`,
      'Has no effect with port_security = false',
    ],
    [
      'an address pair that is none',
      port('allowed_address_pairs = [\n{ ip = "10.0.0.0/33" }\n]'),
      '{ ip = "10.0.0.0/33" }',
      'allowed_address_pairs[0].ip: must be an IP address',
    ],
    [
      'a reservation beside an address',
      port(`fixed_ips = [\n{ address = "${ID}", ip = "10.0.0.5" }\n]`),
      `{ address = "${ID}", ip = "10.0.0.5" }`,
      'A reservation names subnet and address already',
    ],
    [
      'an empty list of servers',
      port('dhcp_options = {\ndns_servers = []\n}'),
      'dns_servers = []',
      'dhcp_options.dns_servers',
    ],
    [
      'a time limit that is none',
      project('name = "a"\ntimeouts {\ncreate = "soon"\n}'),
      'create = "soon"',
      '"soon" is no duration',
    ],
  ])('%s', async (_what, resource, line, message) => {
    await configure(resource)
    const { text, lines } = await workspace.fail('validate')
    expect(text).toContain(message)
    expect(lines).toEqual([line])
  })

  it('an attribute that does not exist', async () => {
    await configure(project('name = "a"\nsize = 5'))
    expect((await workspace.fail('validate')).text).toContain('An argument named "size" is not expected here')
  })
})

describe('an address outside of a subnet that exists already', () => {
  it('is found at plan', async () => {
    await configure(`resource "quantumnet_port" "a" {
      network   = "${network}"
      fixed_ips = [{ subnet = "${subnet}", ip = "10.0.1.9" }]
    }`)
    const { text, lines } = await workspace.fail('plan')
    expect(text).toContain('fixed_ips[0].ip: 10.0.1.9 lies outside of its subnet, 10.0.0.0/24.')
    expect(lines).toEqual([`fixed_ips = [{ subnet = "${subnet}", ip = "10.0.1.9" }]`])
  })
})

describe('what only the API can know is told at apply, at', () => {
  it.each([
    [
      'a block that overlaps another',
      () => `resource "quantumnet_subnet" "a" {\nnetwork = "${network}"\nname = "x"\ncidr = "10.0.0.128/25"\n}`,
      'cidr = "10.0.0.128/25"',
      'sub',
    ],
    [
      'an address that another port has',
      () => `resource "quantumnet_port" "a" {\nnetwork = "${network}"\nfixed_ips = [\n{ ip = "10.0.0.9" }\n]\n}`,
      '{ ip = "10.0.0.9" }',
      'fixed_ips[0].ip:',
    ],
    [
      'an address outside of every subnet',
      () => `resource "quantumnet_port" "a" {\nnetwork = "${network}"\nfixed_ips = [\n{ ip = "192.168.0.9" }\n]\n}`,
      '{ ip = "192.168.0.9" }',
      '10.0.0.0/24',
    ],
    [
      'an address that is reserved',
      () => `resource "quantumnet_port" "a" {\nnetwork = "${network}"\nfixed_ips = [\n{ ip = "10.0.0.2" }\n]\n}`,
      '{ ip = "10.0.0.2" }',
      'DNS address',
    ],
    [
      'a hostname that another port has',
      () => `resource "quantumnet_port" "a" {\nnetwork = "${network}"\nhostname = "db"\n}`,
      'hostname = "db"',
      'hostname is taken',
    ],
    [
      'a MAC address that another port has',
      () => `resource "quantumnet_port" "a" {\nnetwork = "${network}"\nmac = "02:00:5e:00:00:01"\n}`,
      'mac = "02:00:5e:00:00:01"',
      'MAC address is in use',
    ],
    ['a name that another project has', () => project('name = "taken"'), 'name = "taken"', 'name is taken'],
    ['a network that does not exist', () => port(''), `network = "${ID}"`, 'leads nowhere'],
  ])('%s', async (_what, resource, line, message) => {
    await configure(resource())
    const { text, lines } = await workspace.fail('apply', '-auto-approve')
    expect(text).toContain(message)
    expect(lines).toEqual([line])
    expect(await workspace.state()).toEqual([])
  })
})

describe('a provider that cannot work is told at', () => {
  const attempt = async (provider: string): Promise<string> => {
    await workspace.configure(project('name = "a"'), provider)
    await workspace.succeed('init')
    return (await workspace.fail('plan')).text
  }

  it.each([
    [
      'an endpoint that is no URL',
      'provider "quantumnet" {\n  endpoint = "localhost"\n  token = "x"\n}',
      '"localhost" is no URL',
    ],
    [
      'an endpoint with a password',
      'provider "quantumnet" {\n  endpoint = "http://user:hunter2@localhost"\n  token = "x"\n}',
      'must not hold a user name or password',
    ],
    [
      'a token with a line end',
      'provider "quantumnet" {\n  endpoint = "http://localhost"\n  token = "hunter2\\n"\n}',
      'the token has a blank, a line end',
    ],
    [
      'an endpoint that is missing',
      'provider "quantumnet" {\n  token = "x"\n}',
      'Set endpoint in the provider block, or QUANTUMNET_ENDPOINT',
    ],
    [
      'a token that is missing',
      'provider "quantumnet" {\n  endpoint = "http://127.0.0.1:1"\n}',
      'Set token in the provider block, or QUANTUMNET_TOKEN',
    ],
  ])('%s', async (_what, provider, message) => {
    const output = await attempt(provider)
    expect(output).toContain(message)
    expect(output).toContain('in provider "quantumnet"')
  })

  it('a token that is wrong, without showing it', async () => {
    const provider = `provider "quantumnet" {\n  endpoint = "${api.endpoint}"\n  token = "secret-token"\n}`
    await workspace.configure(project('name = "a"'), provider)
    await workspace.succeed('init')
    const { text } = await workspace.fail('apply', '-auto-approve')
    expect(text).toContain('no valid token')
    expect(text).not.toContain('secret-token')
  })

  it('an endpoint where nobody answers, in seconds', async () => {
    const away = new ApiDouble()
    await away.start()
    await away.stop()
    const provider = `provider "quantumnet" {\n  endpoint = "${away.endpoint}"\n  token = "x"\n}`
    await workspace.configure(project('name = "a"'), provider)
    await workspace.succeed('init')
    const { text } = await workspace.fail('apply', '-auto-approve')
    expect(text).toContain(`cannot reach the QuantumNet API at ${away.endpoint}`)
    expect(await workspace.state()).toEqual([])
  })
})
