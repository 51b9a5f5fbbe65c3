import type { Port as View } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { UNKNOWN, type Drafts, type Knowns, type Value } from '../../framework/index.ts'
import { losesSubnet } from './loses-subnet.ts'
import { createBody, stateOf, updateBody } from './model.ts'
import { plan } from './plan.ts'
import type { Port } from './schema.ts'
import { validate } from './validate.ts'

type FixedIp = Extract<Drafts<Port>['fixed_ips'], readonly unknown[]>[number]

const nothing: Drafts<Port> = {
  id: null,
  project: null,
  network: 'n',
  name: null,
  description: null,
  labels: null,
  labels_all: null,
  type: null,
  fixed_ips: null,
  mac: null,
  vm: null,
  hostname: null,
  fqdn: null,
  wildcard: null,
  security_groups: null,
  allowed_address_pairs: null,
  dhcp_options: null,
  qos_policy: null,
  port_security: null,
  admin_up: null,
  node: null,
  interface_id: null,
  libvirt_xml: null,
  binding: null,
  generation: null,
  created_at: null,
  updated_at: null,
}

describe('the names of a port', () => {
  const open = { name: UNKNOWN, hostname: UNKNOWN } as const

  it.each<[string, Partial<Drafts<Port>>, object]>([
    ['follow from the VM', { vm: { id: null, name: 'Web 1.example.org' } }, { hostname: 'web-1', name: 'web-1' }],
    ['follow from the hostname', { hostname: 'db' }, { hostname: 'db', name: 'db' }],
    [
      'are what is configured',
      { vm: { id: null, name: 'vm1' }, hostname: 'a', name: 'b' },
      { hostname: 'a', name: 'b' },
    ],
    ['are the API’s to choose without a VM', {}, open],
    ['are the API’s to choose for a VM whose name gives no label', { vm: { id: null, name: '…' } }, open],
    ['are not guessed while the VM is not known', { vm: UNKNOWN }, open],
    ['are not guessed while the VM’s name is not known', { vm: { id: null, name: UNKNOWN } }, open],
    ['are not guessed while the hostname is not known', { hostname: UNKNOWN, vm: { id: null, name: 'vm1' } }, open],
  ])('%s', (_what, change, expected) => {
    const config = { ...nothing, ...change }
    const planned: Drafts<Port> = { ...config, name: config.name ?? UNKNOWN, hostname: config.hostname ?? UNKNOWN }
    expect(plan({ config, prior: null, planned })).toMatchObject(expected)
  })

  it('stay planned as they are in an update that keeps them', () => {
    const planned = { ...nothing, name: 'old', hostname: 'old', vm: { id: null, name: 'new' } }
    expect(plan({ config: { ...nothing, vm: planned.vm }, prior: null, planned })).toMatchObject({ hostname: 'old' })
  })
})

describe('the groups of a port', () => {
  it.each<[string, Partial<Drafts<Port>>, Drafts<Port>['security_groups']]>([
    ['are the API’s to choose', {}, UNKNOWN],
    ['are none without port security', { port_security: false }, []],
    ['are the API’s to choose while port security is not known', { port_security: UNKNOWN }, UNKNOWN],
    ['are what is configured', { security_groups: ['g'] }, ['g']],
    ['are none where none is configured', { security_groups: [] }, []],
  ])('%s', (_what, change, expected) => {
    const config = { ...nothing, ...change }
    const planned: Drafts<Port> = { ...config, security_groups: config.security_groups ?? UNKNOWN }
    expect(plan({ config, prior: null, planned }).security_groups).toEqual(expected)
  })
})

describe('a port is replaced', () => {
  const subnet = (id: Value): Value => ({ address: null, subnet: id, ip: null })

  it.each<[string, Value, Value, boolean]>([
    ['when the subnet of an address is to be made', [subnet(UNKNOWN)], [subnet('a')], true],
    ['not for another subnet that exists', [subnet('b')], [subnet('a')], false],
    ['not for an address more', [subnet('a'), subnet(UNKNOWN)], [subnet('a')], false],
    ['not for an address less', [], [subnet('a')], false],
    ['not while nothing of its addresses is known', UNKNOWN, [subnet('a')], false],
  ])('%s', (_when, config, prior, expected) => {
    expect(losesSubnet({ config, prior, planned: null })).toBe(expected)
  })
})

describe('a port is refused', () => {
  it.each<[string, Partial<Drafts<Port>>, string[]]>([
    ['not as it is', {}, []],
    ['for groups without port security', { port_security: false, security_groups: ['g'] }, ['security_groups']],
    ['not for no groups without port security', { port_security: false, security_groups: [] }, []],
    [
      'for a reservation beside an address',
      { fixed_ips: [UNKNOWN, { address: 'a', subnet: null, ip: '10.0.0.9' }] },
      ['fixed_ips.1.address'],
    ],
    ['not for a reservation alone', { fixed_ips: [{ address: 'a', subnet: null, ip: null }] }, []],
    ['not for what is unknown', { fixed_ips: [{ address: 'a', subnet: UNKNOWN, ip: null }] }, []],
  ])('%s', (_why, change, expected) => {
    expect(validate({ ...nothing, ...change }).map(({ path }) => path.join('.'))).toEqual(expected)
  })
})

describe('a request', () => {
  it('to create leaves out what the API is to decide', () => {
    expect(JSON.parse(JSON.stringify(createBody({ ...nothing, fixed_ips: UNKNOWN, mac: UNKNOWN })))).toEqual({
      network: 'n',
      vm: { id: null, name: null },
      dhcp_options: {},
      qos_policy: null,
    })
  })

  it('to create keeps an empty list, which means no address', () => {
    expect(createBody({ ...nothing, fixed_ips: [] }).fixed_ips).toEqual([])
    expect(createBody({ ...nothing, security_groups: [] }).security_groups).toEqual([])
  })

  it.each<[string, FixedIp, object]>([
    ['by its subnet', { address: null, subnet: 's', ip: UNKNOWN }, { subnet: 's' }],
    ['by its reservation', { address: 'a', subnet: UNKNOWN, ip: UNKNOWN }, { address: 'a' }],
    ['by itself once it is known', { address: 'a', subnet: 's', ip: '10.0.0.9' }, { subnet: 's', ip: '10.0.0.9' }],
  ])('names an address %s', (_how, fixed, expected) => {
    const values: Drafts<Port> = { ...nothing, fixed_ips: [fixed] }
    expect(createBody(values).fixed_ips).toEqual([expected])
  })

  it('to update says of a VM and a node that are no longer configured that there is none', () => {
    expect(updateBody(nothing)).toMatchObject({ vm: { id: null, name: null }, node: null })
    expect(updateBody(nothing)).toMatchObject({ dhcp_options: {}, qos_policy: null })
    expect(updateBody({ ...nothing, vm: { id: null, name: 'a' } })).toMatchObject({ vm: { id: null, name: 'a' } })
  })
})

describe('a state', () => {
  const state = (change: Partial<View>): Knowns<Port> => {
    const view: Partial<View> = { vm: { id: null, name: null }, fixed_ips: [], dhcp_options: {}, ...change }
    return stateOf(view as View)
  }

  it.each([
    [{ id: null, name: null }, null],
    [
      { id: null, name: 'a' },
      { id: null, name: 'a' },
    ],
  ])('has for the VM %j %j', (vm, expected) => {
    expect(state({ vm }).vm).toEqual(expected)
  })

  it('has no DHCP options where there are none, and null for each that is not told', () => {
    expect(state({}).dhcp_options).toBeNull()
    const options = { dns_servers: null, tftp_server: 't' }
    expect(state({ dhcp_options: { tftp_server: 't' } }).dhcp_options).toMatchObject(options)
  })
})
