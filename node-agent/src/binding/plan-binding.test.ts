import { describe, expect, it } from '@jest/globals'
import { planBinding, type BindingInput, type BindingPlan } from './plan-binding.ts'
import { expectedPort, portId, tap } from '../testing/fixtures.ts'

const [one, two] = [portId(1), portId(2)]
const plan = (input: Partial<BindingInput>): BindingPlan =>
  planBinding({ interfaces: [], expected: [], gone: new Set(), ...input })
const actions = ({ actions: list }: BindingPlan): string[] =>
  list.map((action) => `${action.kind} ${action.interface.name}${action.kind === 'bind' ? ` ${action.by}` : ''}`)
const states = ({ reports }: BindingPlan): string[] =>
  reports.map((report) => `${report.port === one ? 'one' : 'two'} ${report.interface} ${report.state}`)
const up = { 'ovn-installed': 'true' }

describe('planBinding, what is done', () => {
  it.each<[string, Partial<BindingInput>, string[], string[]]>([
    ['nothing there', {}, [], []],
    ['bound and up', { interfaces: [tap('t1', { ids: { 'iface-id': one, ...up } })] }, [], ['one t1 up']],
    ['bound, no flows yet', { interfaces: [tap('t1', { ids: { 'iface-id': one } })] }, [], ['one t1 down']],
    [
      'an iface-id that is no UUID is somebody else',
      { interfaces: [tap('t1', { ids: { 'iface-id': 'dns-x', ...up } })] },
      [],
      [],
    ],
    ['attached', { interfaces: [tap('t1', { ids: { 'qn-port': one } })] }, ['bind t1 attach'], ['one t1 down']],
    ['attached to what is no UUID', { interfaces: [tap('t1', { ids: { 'qn-port': 'x' } })] }, [], []],
    [
      'attached and bound',
      { interfaces: [tap('t1', { ids: { 'qn-port': one, 'iface-id': one, 'qn-bound-by': 'attach', ...up } })] },
      [],
      ['one t1 up'],
    ],
    [
      'attached anew: the agent wrote the old one',
      { interfaces: [tap('t1', { ids: { 'qn-port': two, 'iface-id': one, 'qn-bound-by': 'attach' } })] },
      ['bind t1 attach'],
      ['two t1 down'],
    ],
    [
      'attached, but somebody else wrote iface-id',
      { interfaces: [tap('t1', { ids: { 'qn-port': two, 'iface-id': one, ...up } })] },
      [],
      ['one t1 up', 'two t1 unverified'],
    ],
    [
      'two attached to one port',
      { interfaces: [tap('t1', { ids: { 'qn-port': one } }), tap('t2', { ids: { 'qn-port': one } })] },
      [],
      ['one t1 unverified'],
    ],
    [
      'attached to a port that another one is bound to',
      { interfaces: [tap('t1', { ids: { 'qn-port': one } }), tap('t2', { ids: { 'iface-id': one, ...up } })] },
      [],
      ['one t2 up'],
    ],
    [
      'two with the same iface-id, one installed',
      { interfaces: [tap('t1', { ids: { 'iface-id': one } }), tap('t2', { ids: { 'iface-id': one, ...up } })] },
      [],
      ['one t2 up'],
    ],
    [
      'two with the same iface-id, none installed',
      { interfaces: [tap('t1', { ids: { 'iface-id': one } }), tap('t2', { ids: { 'iface-id': one } })] },
      [],
      ['one t1 unverified'],
    ],
    [
      'by MAC',
      { interfaces: [tap('t1', { macInUse: '02:00:00:00:00:01' })], expected: [expectedPort(1)] },
      ['bind t1 mac'],
      ['one t1 down'],
    ],
    [
      'MAC of a port that an interface is attached to',
      {
        interfaces: [tap('t1', { macInUse: '02:00:00:00:00:01' }), tap('t2', { ids: { 'qn-port': one } })],
        expected: [expectedPort(1)],
      },
      ['bind t2 attach'],
      ['one t1 unverified'],
    ],
    [
      'a VM with another MAC than its port',
      {
        interfaces: [tap('t1', { ids: { 'iface-id': one, 'attached-mac': '02:00:00:00:00:07', ...up } })],
        expected: [expectedPort(1)],
      },
      [],
      ['one t1 unverified'],
    ],
    [
      "a tap's own MAC says nothing of the VM's",
      {
        interfaces: [tap('t1', { ids: { 'iface-id': one, ...up }, macInUse: 'fe:00:00:00:00:07' })],
        expected: [expectedPort(1)],
      },
      [],
      ['one t1 up'],
    ],
  ])('%s', (_, input, expectedActions, expectedStates) => {
    expect([actions(plan(input)), states(plan(input))]).toEqual([expectedActions, expectedStates])
  })
})

describe('planBinding, ports that are gone', () => {
  const gone = new Set([one])
  it.each<[string, Partial<BindingInput>, string[]]>([
    ['bound', { interfaces: [tap('t1', { ids: { 'iface-id': one, ...up } })] }, ['unplug t1']],
    ['attached and not bound yet', { interfaces: [tap('t1', { ids: { 'qn-port': one } })] }, ['unplug t1']],
    [
      'both interfaces of it',
      { interfaces: [tap('t1', { ids: { 'iface-id': one } }), tap('t2', { ids: { 'iface-id': one } })] },
      ['unplug t1', 'unplug t2'],
    ],
    [
      'others stay',
      { interfaces: [tap('t1', { ids: { 'iface-id': two } }), tap('t2'), tap('t3', { ids: { 'iface-id': 'x' } })] },
      [],
    ],
    [
      'attached to it, but OVN has it for a living port',
      { interfaces: [tap('t1', { ids: { 'qn-port': one, 'iface-id': two, ...up } })] },
      [],
    ],
    [
      'the same, when the agent had bound it',
      { interfaces: [tap('t1', { ids: { 'qn-port': one, 'iface-id': two, 'qn-bound-by': 'attach' } })] },
      [],
    ],
    [
      'attached to a living port, but OVN has it for the dead one',
      { interfaces: [tap('t1', { ids: { 'qn-port': two, 'iface-id': one } })] },
      [],
    ],
    [
      'its MAC binds nothing any more',
      { interfaces: [tap('t1', { macInUse: '02:00:00:00:00:01' })], expected: [expectedPort(1)] },
      [],
    ],
  ])('%s', (_, input, expected) => {
    expect(actions(plan({ ...input, gone }))).toEqual(expected)
  })
})

describe('planBinding, reasons', () => {
  it.each<[string, Parameters<typeof tap>[1], string]>([
    [
      'a device that is not there',
      { error: 'could not open network device t1 (No such device)', ofport: -1 },
      'Open vSwitch cannot open interface t1: could not open network device t1 (No such device)',
    ],
    ['no number, no error', { ofport: -1 }, 'Open vSwitch cannot open interface t1; is there such a device?'],
    ['not taken up', { ofport: null }, 'Open vSwitch has not taken up interface t1 yet; is ovs-vswitchd running?'],
    [
      'no flows',
      {},
      'OVN has not installed its flows yet; is ovn-controller connected, and may this node bind the port?',
    ],
  ])('%s', (_, given, reason) => {
    const { reports } = plan({ interfaces: [tap('t1', { ids: { 'iface-id': one }, ...given })] })
    expect(reports).toEqual([{ port: one, interface: 't1', state: 'down', reason }])
  })

  it('names both MAC addresses when the VM has another one than its port', () => {
    const strange = tap('t1', { ids: { 'iface-id': one, 'attached-mac': '02:00:00:00:00:07' } })
    expect(plan({ interfaces: [strange], expected: [expectedPort(1)] }).reports[0]?.reason).toBe(
      'the VM has the MAC address 02:00:00:00:00:07, the port 02:00:00:00:00:01: port security drops what it sends',
    )
  })

  it('names both claims when an attachment is contradicted', () => {
    const contradicted = tap('t1', { ids: { 'iface-id': one, 'qn-port': two } })
    expect(plan({ interfaces: [contradicted] }).reports.slice(1)).toEqual([
      {
        port: two,
        interface: 't1',
        state: 'unverified',
        reason: `interface t1 is attached to this port, but somebody gave it the iface-id ${one}; remove one of the two`,
      },
    ])
  })

  it('keeps to the length that a report may have, however many interfaces there are to name', () => {
    const many = Array.from({ length: 200 }, (_, n) => tap(`t${String(n)}`, { ids: { 'qn-port': one } }))
    const { reports } = plan({ interfaces: many })
    expect(reports.map(({ reason }) => reason?.length)).toEqual([500])
  })
})
