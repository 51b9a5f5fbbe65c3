import type { Port as View } from '@quantumnet/api'
import { describe, expect, it } from '@jest/globals'
import { UNKNOWN, type Drafts } from '../../framework/index.ts'
import { createBody, plan, stateOf, updateBody } from './model.ts'
import type { Port } from './schema.ts'

const nothing: Drafts<Port> = {
  id: null,
  project: null,
  network: 'n',
  name: null,
  description: null,
  labels: null,
  fixed_ips: null,
  mac: null,
  vm: null,
  hostname: null,
  fqdn: null,
  port_security: null,
  admin_up: null,
  node: null,
  interface_id: null,
  binding: null,
  generation: null,
  status: null,
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

describe('a request', () => {
  it('to create leaves out what the API is to decide', () => {
    expect(JSON.parse(JSON.stringify(createBody({ ...nothing, fixed_ips: UNKNOWN, mac: UNKNOWN })))).toEqual({
      network: 'n',
      vm: { id: null, name: null },
    })
  })

  it('to create keeps an empty list, which means no address', () => {
    expect(createBody({ ...nothing, fixed_ips: [] }).fixed_ips).toEqual([])
    expect(createBody({ ...nothing, fixed_ips: [{ subnet: 's', ip: UNKNOWN }] }).fixed_ips).toEqual([{ subnet: 's' }])
  })

  it('to update says of a VM and a node that are no longer configured that there is none', () => {
    expect(updateBody(nothing)).toMatchObject({ vm: { id: null, name: null }, node: null })
    expect(updateBody({ ...nothing, vm: { id: null, name: 'a' } })).toMatchObject({ vm: { id: null, name: 'a' } })
  })
})

describe('a state', () => {
  it.each([
    [{ id: null, name: null }, null],
    [
      { id: null, name: 'a' },
      { id: null, name: 'a' },
    ],
  ])('has for the VM %j %j', (vm, expected) => {
    const view: Partial<View> = { vm }
    expect(stateOf(view as View).vm).toEqual(expected)
  })
})
