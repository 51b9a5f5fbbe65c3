import { describe, expect, it } from '@jest/globals'
import { parseClosed } from '../observe/netns-parse.ts'
import { edgeRuleset, uplinkRuleset } from './ruleset.ts'

/** Without the mark, whose value says nothing to a reader. */
const textOf = ({ text, mark }: ReturnType<typeof edgeRuleset>): string => text.replace(mark, 'MARK')

describe('edgeRuleset', () => {
  it('keeps networks apart, translates queries, and lets nothing else in', () => {
    const two = [
      { index: 2, address: '10.0.0.2' },
      { index: 1, address: '10.0.0.2' },
    ]
    expect(textOf(edgeRuleset(two))).toBe(`table inet quantumnet_edge
delete table inet quantumnet_edge
table inet quantumnet_edge {
  comment "MARK"
  chain zones_in {
    type filter hook prerouting priority raw; policy accept;
    iifname "qn-dns1" ct zone set 1
    iifname "qn-dns2" ct zone set 2
  }
  chain zones_out {
    type filter hook output priority raw; policy accept;
    ip saddr 169.254.64.1 ct zone set 1
    ip saddr 169.254.64.2 ct zone set 2
  }
  chain to_edge {
    type nat hook prerouting priority dstnat; policy accept;
    iifname "qn-dns1" ip daddr 10.0.0.2 meta l4proto { tcp, udp } th dport 53 dnat ip to 169.254.64.1
    iifname "uplink" ip saddr 169.254.65.1 udp dport 20001 dnat ip to 169.254.64.1:53
    iifname "qn-dns2" ip daddr 10.0.0.2 meta l4proto { tcp, udp } th dport 53 dnat ip to 169.254.64.2
    iifname "uplink" ip saddr 169.254.65.1 udp dport 20002 dnat ip to 169.254.64.2:53
  }
  chain guard {
    type filter hook input priority filter; policy drop;
    iifname "lo" accept
    iifname "uplink" ct state established,related accept
    iifname "uplink" ip saddr 169.254.65.1 udp dport 53 ct status dnat accept
    iifname "uplink" ip saddr 169.254.65.1 tcp dport { 8080, 8181, 9153 } accept
    iifname "qn-dns1" ip daddr 169.254.64.1 ct status dnat accept
    iifname "qn-dns2" ip daddr 169.254.64.2 ct status dnat accept
  }
  chain unanswered {
    type filter hook output priority filter; policy accept;
    ip daddr 169.254.65.1 ip saddr != 169.254.65.2 drop
  }
  chain no_routing {
    type filter hook forward priority filter; policy drop;
  }
}
`)
  })

  it('lets a network of IPv6 ask, and hears its neighbours alone', () => {
    const lines = textOf(edgeRuleset([{ index: 26, address: '2001:db8::2' }])).split('\n')
    expect(
      lines.filter((line) => line.includes('qn-dns26') || line.includes('ip6')).map((line) => line.trim()),
    ).toEqual([
      'iifname "qn-dns26" ct zone set 26',
      'ip6 saddr fd71:6e64:6e73::1a ct zone set 26',
      'iifname "qn-dns26" ip6 daddr 2001:db8::2 meta l4proto { tcp, udp } th dport 53 dnat ip6 to fd71:6e64:6e73::1a',
      'iifname "qn-dns26" ip6 daddr fd71:6e64:6e73::1a ct status dnat accept',
      'iifname "qn-dns26" icmpv6 type nd-neighbor-advert ip6 hoplimit 255 accept',
    ])
    expect(lines.join()).toContain('udp dport 20026 dnat ip to 169.254.64.26:53')
  })

  it('has one mark for one content', () => {
    const [one, two] = [
      { index: 1, address: '10.0.0.2' },
      { index: 2, address: '10.0.0.2' },
    ]
    expect(edgeRuleset([one, two])).toEqual(edgeRuleset([two, one]))
    expect(edgeRuleset([one]).mark).not.toBe(edgeRuleset([two]).mark)
    expect(edgeRuleset([one]).mark).not.toBe(edgeRuleset([{ ...one, address: '10.0.0.3' }]).mark)
  })
})

describe('uplinkRuleset', () => {
  it('lets the edge reach whom a project named, but not the hypervisor by it', () => {
    const { text } = uplinkRuleset([{ address: '192.0.2.9', port: 53, foreign: true }], [])
    const rule = 'ip daddr 192.0.2.9 meta l4proto { tcp, udp } th dport 53 accept'
    const [forwarded = '', received = ''] = text.split('chain forward_edge')[1]?.split('chain from_edge') ?? []
    expect(forwarded).toContain(rule)
    expect(received).not.toContain('192.0.2.9')
  })

  const upstreams = [{ address: '192.0.2.1', port: 5354 }]
  it('lets the edge reach its upstreams and nothing else', () => {
    expect(textOf(uplinkRuleset(upstreams, []))).toBe(`table inet quantumnet_uplink
delete table inet quantumnet_uplink
table inet quantumnet_uplink {
  comment "MARK"
  chain masquerade_edge {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr 169.254.65.2 oifname != "qn-edge" masquerade
  }
  chain forward_edge {
    type filter hook forward priority filter; policy accept;
    iifname "qn-edge" ip saddr 169.254.65.2 ip daddr 192.0.2.1 meta l4proto { tcp, udp } th dport 5354 accept
    iifname "qn-edge" drop
    oifname "qn-edge" ct state established,related accept
    oifname "qn-edge" drop
  }
  chain from_edge {
    type filter hook input priority filter; policy accept;
    iifname "qn-edge" ip daddr 169.254.65.1 tcp dport 53 reject with tcp reset
    iifname "qn-edge" ip saddr 169.254.65.2 ip daddr 192.0.2.1 meta l4proto { tcp, udp } th dport 5354 accept
    iifname "qn-edge" ip saddr 169.254.65.2 tcp sport { 8080, 8181, 9153 } ct state established accept
    iifname "qn-edge" drop
  }
}
`)
  })

  it('closes devices to others, and leaves bridged packets and IPv6 alone', () => {
    const rules = uplinkRuleset(upstreams, ['eth1', 'eth0']).text
    expect(rules).toContain(`    oifname "qn-edge" drop
    meta nfproto ipv4 iifname "eth0" oifname != "eth0" drop
    meta nfproto ipv4 iifname "eth1" oifname != "eth1" drop
  }
`)
    expect(parseClosed(rules)).toEqual(['eth0', 'eth1'])
  })
})
