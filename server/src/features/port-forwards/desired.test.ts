import { describe, expect, it } from '@jest/globals'
import { routerRef, switchRef } from '../../ovn/refs.ts'
import { desiredPortForward } from './desired.ts'
import type { PortForwardRoot } from './load.ts'

const site = { deployment: '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01', dnsZone: 'internal' }
const id = (last: number): string => `01990000-0000-7000-8000-${String(last).padStart(12, '0')}`

const forward: PortForwardRoot = {
  ...{ id: id(1), projectId: id(2), generation: 1, appliedGeneration: 0, realizedGeneration: 0, conditions: [] },
  ...{ deleting: false, name: 'ssh', protocol: 'tcp', address: '203.0.113.50', externalPort: 2222 },
  ...{ targetIp: '10.0.0.5', targetPort: 22, routerId: id(4), networkIds: [id(5)] },
}

describe('a port forward in OVN', () => {
  it('is a load balancer with one member, of its router and of the switches behind it', () => {
    expect(desiredPortForward(forward, site)).toMatchObject([
      {
        table: 'Load_Balancer',
        columns: { name: `pf-${id(1)}`, protocol: 'tcp', vips: { '203.0.113.50:2222': '10.0.0.5:22' } },
        memberOf: [
          { container: routerRef(site.deployment, id(4)), column: 'load_balancer' },
          { container: switchRef(site.deployment, id(5)), column: 'load_balancer' },
        ],
      },
    ])
  })

  it('has brackets around addresses of IPv6', () => {
    const v6 = { address: '2001:db8::50', targetIp: 'fd00::5', protocol: 'udp' } as const
    expect(desiredPortForward({ ...forward, ...v6 }, site)[0]?.columns).toMatchObject({
      protocol: 'udp',
      vips: { '[2001:db8::50]:2222': '[fd00::5]:22' },
    })
  })
})
