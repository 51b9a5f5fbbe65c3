import { describe, expect, it } from '@jest/globals'
import { deliveredAddresses, portSecurity, type Sender } from './port-security.ts'

const mac = '02:4f:9a:10:2b:3c'
const vrrp = '00:00:5e:00:01:0a'
const lla = 'fe80::4f:9aff:fe10:2b3c'
const v4 = '10.0.0.3'
const v6 = '2001:db8::3'

const cases: readonly (readonly [string, Partial<Sender>, readonly string[], readonly string[]])[] = [
  ['nothing: no address at all passes', {}, [`${mac} 0.0.0.0`], [mac]],
  ['IPv4 alone: no IPv6', { ips: [v4] }, [`${mac} ${v4}`], [`${mac} ${v4}`]],
  ['IPv6: its link-local address too', { ips: [v6] }, [`${mac} ${v6} ${lla}`], [`${mac} ${v6}`]],
  ['both', { ips: [v4, v6] }, [`${mac} ${v4} ${v6} ${lla}`], [`${mac} ${v4} ${v6}`]],
  [
    'pairs with its own MAC, a block among them',
    {
      ips: [v4],
      pairs: [
        { ip: '10.0.0.9', mac: null },
        { ip: '10.1.0.0/24', mac },
      ],
    },
    [`${mac} ${v4} 10.0.0.9 10.1.0.0/24`],
    [`${mac} ${v4}`],
  ],
  ['a pair alone', { pairs: [{ ip: '10.0.0.9', mac: null }] }, [`${mac} 10.0.0.9`], [mac]],
  [
    'a pair with a MAC of its own: what nobody is known to have comes here too',
    {
      ips: [v4],
      pairs: [
        { ip: '10.0.0.9', mac: vrrp },
        { ip: '2001:db8::9', mac: vrrp },
      ],
    },
    [`${mac} ${v4}`, `${vrrp} 10.0.0.9 2001:db8::9 fe80::200:5eff:fe00:10a`],
    [`${mac} ${v4}`, 'unknown'],
  ],
]

describe('what a port may send from, and what is delivered to it', () => {
  it.each(cases)('%s', (_, sender, security, addresses) => {
    const whole: Sender = { mac, ips: [], pairs: [], ...sender }
    expect(portSecurity(whole)).toEqual(security)
    expect(deliveredAddresses(whole)).toEqual(addresses)
  })
})
