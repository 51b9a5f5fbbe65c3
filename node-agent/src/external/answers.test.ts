import { describe, expect, it } from '@jest/globals'
import { isAnswered, isAnsweredSomehow, isLedTo, packetsTo, questionsFor } from './answers.ts'

const OWN = '02:d5:a8:9d:ff:75'
const OF_ROUTER = '02:6a:3b:a1:23:c0'

// As ovs-ofctl prints them on OVN 23.03, the actions cut short.
const flow = (priority: number, actions: string, metadata = '0x3'): string =>
  ` cookie=0xa756abd5, table=11, priority=${String(priority)},arp,reg14=0x1,metadata=${metadata},arp_tpa=203.0.113.50,arp_op=1 actions=${actions}`
const byRouter =
  'move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],move:NXM_NX_XXREG0[64..111]->NXM_OF_ETH_SRC[],load:0x2->NXM_OF_ARP_OP[]'
const byOwn = `move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],mod_dl_src:${OWN},load:0x2->NXM_OF_ARP_OP[]`
const flooded =
  ' cookie=0x1d48297c, table=33, priority=80,arp,reg10=0/0x2,metadata=0x1,arp_tpa=203.0.113.50,arp_op=1 actions=clone(load:0x2->NXM_NX_REG15[],resubmit(,37))'
const common = [flow(90, byRouter), flow(91, 'drop'), flooded]

describe('whether an address is answered here', () => {
  it.each<[string, readonly string[], { readonly own: boolean; readonly router: boolean }]>([
    ['nobody knows it', ['NXST_FLOW reply (xid=0x4):'], { own: false, router: false }],
    ['another chassis answers', common, { own: false, router: false }],
    ['the gateway is here', [...common, flow(92, byRouter)], { own: false, router: true }],
    ['its VM is here', [flow(92, byOwn), ...common], { own: true, router: false }],
    ['its router is here as a whole', [flow(90, byRouter), flooded], { own: false, router: true }],
    [
      'two routers know it, and one is here',
      [...common, flow(90, byRouter, '0x9'), flow(91, 'drop', '0x9'), flow(92, byOwn, '0x9')],
      { own: true, router: false },
    ],
    [
      'another MAC address',
      [...common, flow(92, byOwn.replace(OWN, '02:00:00:00:00:01'))],
      { own: false, router: false },
    ],
  ])('%s', (_, lines, { own, router }) => {
    const printed = lines.join('\n')
    expect(isAnswered(printed, { mac: OWN, own_mac: true })).toBe(own)
    expect(isAnswered(printed, { mac: OF_ROUTER, own_mac: false })).toBe(router)
  })

  it('somehow, by whatever MAC address', () => {
    expect(isAnsweredSomehow([...common, flow(92, byOwn)].join('\n'))).toBe(true)
    expect(isAnsweredSomehow(common.join('\n'))).toBe(false)
  })
})

describe('where an address leads', () => {
  const led = (to: string): string =>
    ` table=15, priority=100,ip,reg14=0x1,metadata=0x3,nw_dst=203.0.113.50 actions=ct(commit,table=16,zone=NXM_NX_REG11[0..15],nat(dst=${to}))`
  it.each([
    ['10.0.1.3', '10.0.1.3', true],
    ['10.0.1.3:22', '10.0.1.3', true],
    ['10.0.1.30', '10.0.1.3', false],
    ['2001:db8::5', '2001:db8::5', true],
    ['[2001:db8::5]:22', '2001:db8::5', true],
  ])('nat(dst=%s), %s: %s', (to, inside, is) => {
    expect(isLedTo(led(to), inside)).toBe(is)
  })
})

describe('what flows are looked at', () => {
  it('is said by family', () => {
    expect(questionsFor({ address: '203.0.113.50' })).toBe('arp,arp_op=1,arp_tpa=203.0.113.50')
    expect(questionsFor({ address: '2001:db8::5' })).toBe('icmp6,icmp_type=135,icmp_code=0,nd_target=2001:db8::5')
    expect(packetsTo({ address: '203.0.113.50' })).toBe('ip,nw_dst=203.0.113.50')
    expect(packetsTo({ address: '2001:db8::5' })).toBe('ipv6,ipv6_dst=2001:db8::5')
  })
})
