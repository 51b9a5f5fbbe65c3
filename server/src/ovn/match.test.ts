import { describe, expect, it } from '@jest/globals'
import { parseCidr, parseIp } from '@quantumnet/api'
import {
  addressIn,
  addressIs,
  all,
  any,
  fromInterface,
  is,
  memberOf,
  numberIn,
  portIn,
  printMatch,
  type Match,
} from './match.ts'
import { addressSetName, DROP_GROUP, edgeName, groupName, portName, switchName } from './names.ts'

const id = '01990000-0000-7000-8000-00000000000a'
const group = groupName(id)

describe('printed matches', () => {
  it.each<[string, Match]>([
    ['inport == @qn_drop && ip', all(portIn('inport', DROP_GROUP), is('ip'))],
    [
      'outport == @sg_01990000_0000_7000_8000_00000000000a && ip4 && ip4.src == $sg_01990000_0000_7000_8000_00000000000a_v4',
      all(portIn('outport', group), is('ip4'), memberOf('src', 4, addressSetName(id, 4))),
    ],
    [
      'ip6 && ip6.dst == $sg_01990000_0000_7000_8000_00000000000a_v6',
      all(is('ip6'), memberOf('dst', 6, addressSetName(id, 6))),
    ],
    ['ip4.src == 10.0.0.0/24', addressIn('src', parseCidr('10.0.0.0/24')!)],
    ['ip4.dst == 10.0.0.2', addressIs('dst', parseIp('10.0.0.2')!)],
    ['ip6.dst == fd00::/64', addressIn('dst', parseCidr('fd00::/64')!)],
    ['ip6.dst == fd00::1', addressIs('dst', parseIp('fd00::1')!)],
    ['tcp.dst == 22', numberIn('tcp.dst', 22)],
    ['tcp.dst >= 1000 && tcp.dst <= 2000', numberIn('tcp.dst', 1000, 2000)],
    ['ip4 && (udp.dst == 53 || tcp.dst == 53)', all(is('ip4'), any(numberIn('udp.dst', 53), numberIn('tcp.dst', 53)))],
    ['(tcp || udp)', any(is('tcp'), is('udp'))],
    ['(tcp || (ip4 && icmp4))', any(is('tcp'), all(is('ip4'), is('icmp4')))],
    ['(tcp || (udp.dst >= 1 && udp.dst <= 9))', any(is('tcp'), numberIn('udp.dst', 1, 9))],
    ['ip4 && tcp && tcp.dst == 80', all(is('ip4'), all(is('tcp'), numberIn('tcp.dst', 80)))],
    ['ip4 && tcp', all(is('ip4'), any(is('tcp')))],
    ['(tcp || udp)', all(any(is('tcp'), is('udp')))],
    ['(tcp || (udp.dst >= 1 && udp.dst <= 9))', any(is('tcp'), all(numberIn('udp.dst', 1, 9)))],
    ['inport == "dns-01990000-0000-7000-8000-00000000000a"', fromInterface(edgeName(id))],
  ])('%s', (text, match) => {
    expect(printMatch(match)).toBe(text)
  })

  it.each([
    ['tcp.dst', 65_536, 65_536],
    ['tcp.dst', 20, 10],
    ['ip.proto', 256, 256],
    ['udp.dst', -1, 5],
    ['udp.dst', 1.5, 5],
  ] as const)('%s from %d to %d is refused', (field, min, max) => {
    expect(() => numberIn(field, min, max)).toThrow('allowed is 0 to')
  })

  it.each(['ip.proto', 'icmp4.type', 'icmp6.type', 'icmp6.code'] as const)('%s has no ranges', (field) => {
    expect(() => numberIn(field, 0, 127)).toThrow('is compared with one number')
  })

  it('without a term is refused: it would match everything', () => {
    expect(() => printMatch(all())).toThrow('at least one term')
  })
})

describe('names', () => {
  it.each([
    [switchName(id), 'ls-01990000-0000-7000-8000-00000000000a'],
    [portName(id), '01990000-0000-7000-8000-00000000000a'],
    [edgeName(id), 'dns-01990000-0000-7000-8000-00000000000a'],
    [group, 'sg_01990000_0000_7000_8000_00000000000a'],
    [addressSetName(id, 4), 'sg_01990000_0000_7000_8000_00000000000a_v4'],
  ])('%s', (name, expected) => {
    expect(name).toBe(expected)
  })

  it.each(['x', `${id} || 1`, id.toUpperCase(), `@${id}`])('are never made of %s', (text) => {
    expect(() => groupName(text)).toThrow('is not a UUID in lower case')
  })
})
