import { describe, expect, it } from '@jest/globals'
import { parseInstructions, type Flow } from '../openflow/index.ts'
import { isAnswered, isAnsweredSomehow, isLedTo, packetsTo, questionsFor } from './answers.ts'

const OWN = '02:d5:a8:9d:ff:75'
const OF_ROUTER = '02:6a:3b:a1:23:c0'

// As Open vSwitch 3.1 tells of what OVN 23.03 makes; where an answer is finished is left out.
const copySource = 'ffff00180000232000060030000000000000040600000206'
const setSource = (mac: string): string => `0019001080000806${mac.replaceAll(':', '')}0000`
const sourceOfRouter = 'ffff00180000232000060030004000000001de1000000406'
const clone =
  'ffff003800002320002a000000000000ffff0018000023200007001f00011e040000000000000002ffff001000002320000efff825000000'
/** ovn-controller finishes it: its own actions are in it as bytes. */
const byController = (inner: string): string => {
  const body = `00002320002500000000000000000000${inner}`
  const bytes = (4 + body.length / 2 + 7) & ~7
  return `ffff${bytes.toString(16).padStart(4, '0')}${body}`.padEnd(bytes * 2, '0')
}

let made = 0
const flow = (priority: number, actions: readonly string[], datapath = 3): Flow => {
  const bytes = actions.join('')
  const instruction = `0004${(8 + bytes.length / 2).toString(16).padStart(4, '0')}00000000${bytes}`
  return {
    key: String(made++),
    fields: [],
    priority,
    metadata: datapath.toString(16).padStart(16, '0'),
    actions: actions.length === 0 ? [] : parseInstructions(Buffer.from(instruction, 'hex')),
  }
}
const byRouter = [copySource, sourceOfRouter]
const byOwn = [copySource, setSource(OWN)]
const common = [flow(90, byRouter), flow(91, []), flow(80, [clone], 1)]

describe('whether an address is answered here', () => {
  it.each<[string, readonly Flow[], { readonly own: boolean; readonly router: boolean }]>([
    ['nobody knows it', [], { own: false, router: false }],
    ['another chassis answers', common, { own: false, router: false }],
    ['the gateway is here', [...common, flow(92, byRouter)], { own: false, router: true }],
    ['its VM is here', [flow(92, byOwn), ...common], { own: true, router: false }],
    ['its router is here as a whole', [flow(90, byRouter), flow(80, [clone], 1)], { own: false, router: true }],
    [
      'two routers know it, and one is here',
      [...common, flow(90, byRouter, 9), flow(91, [], 9), flow(92, byOwn, 9)],
      { own: true, router: false },
    ],
    [
      'another MAC address',
      [...common, flow(92, [copySource, setSource('02:00:00:00:00:01')])],
      { own: false, router: false },
    ],
    ['by ovn-controller', [...common, flow(92, [byController(setSource(OWN))])], { own: true, router: true }],
  ])('%s', (_, flows, { own, router }) => {
    expect(isAnswered(flows, { mac: OWN, own_mac: true })).toBe(own)
    expect(isAnswered(flows, { mac: OF_ROUTER, own_mac: false })).toBe(router)
  })

  it('somehow, by whatever MAC address', () => {
    expect(isAnsweredSomehow([...common, flow(92, byOwn)])).toBe(true)
    expect(isAnsweredSomehow(common)).toBe(false)
  })
})

describe('where an address leads', () => {
  const to4 = 'ffff0030000023200023000100011604000f100000000000ffff00180000232000240000000200010a00010300000000'
  const to6 =
    'ffff0038000023200023000100011604000f100000000000ffff0020000023200024000000020004fd000000000000000000000000000003'
  // As `to4`, of what leaves.
  const source4 = to4.replace('0024000000020001', '0024000000010001')
  it.each([
    [to4, '10.0.1.3', true],
    [to4, '10.0.1.30', false],
    [to6, 'fd00::3', true],
    [to6, 'fd00::30', false],
    [source4, '10.0.1.3', false],
    [clone, '10.0.1.3', false],
  ])('%s, %s: %s', (actions, inside, is) => {
    expect(isLedTo([flow(100, [actions])], inside)).toBe(is)
  })
})

describe('what flows are looked at', () => {
  const hex = (fields: readonly Buffer[]): string[] => fields.map((field) => field.toString('hex'))
  it('is said by family, what tells most last', () => {
    expect(hex(questionsFor('203.0.113.50'))).toEqual(['80000a020806', '80002a020001', '80002e04cb007132'])
    expect(hex(questionsFor('2001:db8::5')).at(-1)).toBe('80003e1020010db8000000000000000000000005')
    expect(hex(packetsTo('203.0.113.50'))).toEqual(['80000a020800', '80001804cb007132'])
    expect(hex(packetsTo('2001:db8::5'))).toEqual(['80000a0286dd', '8000361020010db8000000000000000000000005'])
  })
})
