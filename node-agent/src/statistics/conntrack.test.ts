import { describe, expect, it } from '@jest/globals'
import { parseBalanced } from './conntrack.ts'

const client = 'orig=(src=10.0.1.10,dst=10.0.2.100,sport=57116,dport=80)'
const member = 'reply=(src=10.0.2.11,dst=10.0.1.10,sport=8080,dport=57116)'
const found = {
  ...{ zone: 4, protocol: 'tcp', address: '10.0.2.100', port: 80, memberAddress: '10.0.2.11', memberPort: 8080 },
  ...{ packets: null, bytes: null },
}

describe('a tracked connection', () => {
  it('of a load balancer, on the userspace datapath', () => {
    expect(parseBalanced(`tcp,${client},${member},zone=4,timeout=86399,mark=2,protoinfo=(state=ESTABLISHED)`)).toEqual(
      found,
    )
  })

  it('with counters, as the kernel has them', () => {
    const counted = (text: string, packets: number, bytes: number): string =>
      text.replace(')', `,packets=${String(packets)},bytes=${String(bytes)})`)
    const rest = 'zone=4,timeout=431999,mark=2,protoinfo=(state=ESTABLISHED)'
    expect(parseBalanced(`tcp,${counted(client, 6, 1200)},${counted(member, 4, 900)},${rest}`)).toEqual({
      ...found,
      ...{ packets: 10, bytes: 2100 },
    })
    expect(parseBalanced(`udp,${counted(client, 1, 60)},${member},zone=4,timeout=29,mark=2`)).toEqual({
      ...found,
      ...{ protocol: 'udp', packets: 1, bytes: 60 },
    })
  })

  it('over IPv6, with other bits in its mark', () => {
    expect(
      parseBalanced(
        'tcp,orig=(src=fd00::10,dst=fd00::100,sport=4000,dport=443),reply=(src=fd00::11,dst=fd00::10,sport=8443,dport=4000),' +
          'zone=65535,timeout=86399,mark=10,protoinfo=(state=SYN_SENT)',
      ),
    ).toEqual({
      ...{ zone: 65535, protocol: 'tcp', address: 'fd00::100', port: 443, memberAddress: 'fd00::11', memberPort: 8443 },
      ...{ packets: null, bytes: null },
    })
  })

  it.each([
    ['one that both sides have ended', `tcp,${client},${member},zone=4,timeout=28,mark=2,protoinfo=(state=TIME_WAIT)`],
    ['one that a router translates', `tcp,${client},${member},zone=4,timeout=86399,protoinfo=(state=ESTABLISHED)`],
    [
      'one that an ACL has blocked',
      `tcp,${client},${member},zone=4,timeout=86399,mark=1,protoinfo=(state=ESTABLISHED)`,
    ],
    ['one without ports', 'icmp,orig=(src=10.0.1.10,dst=10.0.2.100,id=1,type=8,code=0),reply=(…),zone=4,mark=2'],
    ['nothing', ''],
  ])('is left out: %s', (_, line) => {
    expect(parseBalanced(line)).toBeUndefined()
  })
})
