import { describe, expect, it } from '@jest/globals'
import { matchByMac } from './mac-rule.ts'
import { expectedPort, portId, tap } from '../testing/fixtures.ts'

const [one, two] = [expectedPort(1), expectedPort(2)]
const withMac = (name: string, mac: string, ids: Record<string, string> = {}): ReturnType<typeof tap> =>
  tap(name, { ids: { 'attached-mac': mac, ...ids } })

type Arguments = Parameters<typeof matchByMac>
const outcome = (...[interfaces, expected, boundTo]: Arguments): { matches: string[]; doubts: string[] } => {
  const { matches, doubts } = matchByMac(interfaces, expected, boundTo)
  const spell = (entry: (typeof matches)[number]): string =>
    `${entry.interface.name}=${entry.port === portId(1) ? 'one' : 'two'}`
  return { matches: matches.map(spell), doubts: doubts.map(spell) }
}

describe('matchByMac', () => {
  it.each<[string, Arguments, string[], string[]]>([
    ['one port, one interface', [[withMac('tap1', one.mac)], [one, two], new Map()], ['tap1=one'], []],
    [
      "the device's own MAC, when libvirt noted none",
      [[tap('tap1', { macInUse: one.mac })], [one], new Map()],
      ['tap1=one'],
      [],
    ],
    [
      "libvirt's note wins over the device's own",
      [[tap('tap1', { macInUse: one.mac, ids: { 'attached-mac': two.mac } })], [one], new Map()],
      [],
      [],
    ],
    ['spelled otherwise', [[withMac('tap1', '02-00-00-00-00-01')], [one], new Map()], ['tap1=one'], []],
    ['nobody expects it', [[withMac('tap1', '02:00:00:00:00:99')], [one], new Map()], [], []],
    [
      'expected, but not asked for on this node',
      [[withMac('tap1', one.mac)], [{ ...one, requested: false }], new Map()],
      [],
      [],
    ],
    ['no interface has it', [[tap('tap1')], [one], new Map()], [], []],
    ['two interfaces', [[withMac('tap1', one.mac), withMac('tap2', one.mac)], [one], new Map()], [], ['tap1=one']],
    [
      'two interfaces, one of them taken by another port',
      [[withMac('tap1', one.mac), withMac('tap2', one.mac, { 'iface-id': portId(7) })], [one], new Map()],
      [],
      ['tap1=one'],
    ],
    [
      'two ports',
      [[withMac('tap1', one.mac)], [one, { ...two, mac: one.mac }], new Map()],
      [],
      ['tap1=one', 'tap1=two'],
    ],
    [
      'the port is bound to another interface',
      [[withMac('tap1', one.mac)], [one], new Map([[portId(1), 'tap0']])],
      [],
      ['tap1=one'],
    ],
    [
      'identified already: by iface-id',
      [[withMac('tap1', one.mac, { 'iface-id': portId(1) })], [one], new Map()],
      [],
      [],
    ],
    [
      'identified already: foreign iface-id',
      [[withMac('tap1', one.mac, { 'iface-id': 'x' })], [one], new Map()],
      [],
      [],
    ],
    ['identified already: attached', [[withMac('tap1', one.mac, { 'qn-port': portId(2) })], [one], new Map()], [], []],
    ['a MAC of neither kind', [[tap('tap1', { macInUse: null })], [one], new Map()], [], []],
  ])('%s', (_, args, matches, doubts) => {
    expect(outcome(...args)).toEqual({ matches, doubts })
  })

  it('says in words what stands against a match', () => {
    const reasons = (interfaces: Arguments[0], expected: Arguments[1], boundTo: Arguments[2] = new Map()): string[] =>
      matchByMac(interfaces, expected, boundTo).doubts.map(({ reason }) => reason)
    expect(reasons([withMac('tap1', one.mac), withMac('tap2', one.mac)], [one])).toEqual([
      'interfaces tap1, tap2 have the same MAC address 02:00:00:00:00:01; attach the right one to the port',
    ])
    expect(reasons([withMac('tap1', one.mac)], [one, { ...two, mac: one.mac }])[1]).toBe(
      '2 ports expected on this node have the MAC address 02:00:00:00:00:01 of interface tap1; attach it to the right one',
    )
    expect(reasons([withMac('tap1', one.mac)], [one], new Map([[portId(1), 'tap0']]))).toEqual([
      'interface tap1 has the MAC address 02:00:00:00:00:01 of this port too, which is bound to interface tap0; tap1 is left alone',
    ])
  })
})
