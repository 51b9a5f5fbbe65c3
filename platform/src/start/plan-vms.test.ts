import { describe, expect, it } from '@jest/globals'
import type { VmSpec } from '../lab/vm.ts'
import { MOST_VMS, planVms, shownName, type PortOfVm } from './plan-vms.ts'

const port = (id: string, more: Partial<PortOfVm> = {}): PortOfVm => ({
  ...{
    id,
    name: `port-${id}`,
    mac: `02:00:00:00:00:0${id}`,
    hostname: `vm${id}`,
    fqdn: `vm${id}.demo.internal`,
    node: null,
  },
  ...{ vm: { id: null, name: `VM ${id}` }, status: { state: 'applied' } },
  ...more,
})
const vm = (id: string, node: string, mac = `02:00:00:00:00:0${id}`): VmSpec => ({
  ...{ id, portId: id, mac, name: `vm${id}`, node },
})

const cases: readonly (readonly [
  string,
  { ports: PortOfVm[]; vms: VmSpec[]; create: [string, string][]; destroy: string[] },
])[] = [
  ['nothing to do', { ports: [port('1')], vms: [vm('1', 'hv2')], create: [], destroy: [] }],
  [
    'new ports go to the hypervisor with the fewest VMs',
    {
      ports: [port('1'), port('2'), port('3')],
      vms: [vm('1', 'hv1')],
      create: [
        ['2', 'hv2'],
        ['3', 'hv1'],
      ],
      destroy: [],
    },
  ],
  [
    'a port gets the hypervisor that it asks for',
    { ports: [port('1', { node: 'hv2' })], vms: [], create: [['1', 'hv2']], destroy: [] },
  ],
  [
    'a hypervisor that is not of the lab: none',
    { ports: [port('1', { node: 'rack7' })], vms: [], create: [], destroy: [] },
  ],
  [
    'a port without a VM gets none',
    { ports: [port('1', { vm: { id: null, name: null } })], vms: [], create: [], destroy: [] },
  ],
  ['a port that is gone', { ports: [], vms: [vm('1', 'hv1')], create: [], destroy: ['1'] }],
  [
    'a port that is being deleted',
    { ports: [port('1', { status: { state: 'deleting' } })], vms: [vm('1', 'hv1')], create: [], destroy: ['1'] },
  ],
  [
    'a port that moves',
    { ports: [port('1', { node: 'hv2' })], vms: [vm('1', 'hv1')], create: [['1', 'hv2']], destroy: ['1'] },
  ],
  [
    'a port that was replaced under its id',
    { ports: [port('1', { mac: '02:00:00:00:00:99' })], vms: [vm('1', 'hv1')], create: [['1', 'hv1']], destroy: ['1'] },
  ],
]

describe('planVms', () => {
  it.each(cases)('%s', (_, { ports, vms, create, destroy }) => {
    const plan = planVms(ports, vms, ['hv1', 'hv2'])
    expect(plan.create.map(({ id, node }) => [id, node])).toEqual(create)
    expect(plan.destroy).toEqual(destroy)
  })

  it('names a VM by its hostname, else by the port', () => {
    const { create } = planVms([port('1'), port('2', { hostname: null })], [], ['hv1'])
    expect(create.map(({ name }) => name)).toEqual(['vm1', 'port-2'])
  })

  it('tells people of which project a VM is, where its name in DNS says so', () => {
    expect(shownName(port('1'))).toBe('vm1.demo')
    expect(shownName(port('1', { fqdn: null, hostname: null }))).toBe('port-1')
  })

  it('makes no more VMs than the lab takes', () => {
    const many = Array.from({ length: MOST_VMS + 3 }, (_, index) => port(String(index)))
    expect(planVms(many, [], ['hv1']).create).toHaveLength(MOST_VMS)
  })
})
