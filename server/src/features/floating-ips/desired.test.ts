import { describe, expect, it } from '@jest/globals'
import { ownSubnetsRef, routerRef } from '../../ovn/refs.ts'
import { desiredFloatingIp } from './desired.ts'
import type { FloatingIpRoot } from './load.ts'

const site = { deployment: '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01', dnsZone: 'internal' }
const id = (last: number): string => `01990000-0000-7000-8000-${String(last).padStart(12, '0')}`

const ip: FloatingIpRoot = {
  ...{ id: id(1), projectId: id(2), generation: 1, appliedGeneration: 0, realizedGeneration: 0, conditions: [] },
  ...{
    deleting: false,
    name: 'www',
    address: '203.0.113.50',
    mac: '02:00:00:00:00:50',
    portId: id(3),
    fixedIp: '10.0.0.5',
  },
  ...{ routerId: id(4), distributed: true, routerIsDistributed: true, tied: false, isUp: true },
}

describe('a floating IP in OVN', () => {
  it('is a translation of its router', () => {
    expect(desiredFloatingIp(ip, site)).toMatchObject([
      {
        table: 'NAT',
        columns: { type: 'dnat_and_snat', external_ip: '203.0.113.50', logical_ip: '10.0.0.5' },
        memberOf: [{ container: routerRef(site.deployment, id(4)), column: 'nat' }],
      },
    ])
  })

  it('is nothing without a port', () => {
    expect(desiredFloatingIp({ ...ip, portId: null, fixedIp: null, routerId: null }, site)).toEqual([])
  })

  const local = { logical_port: id(3), external_mac: '02:00:00:00:00:50' }
  const central = { logical_port: null, external_mac: null }
  it.each<[string, Partial<FloatingIpRoot>, object]>([
    ['asked for, with its port up: on its hypervisor, with a MAC address of its own', {}, local],
    ['not asked for: on the gateway', { distributed: false }, central],
    ['port down: on the gateway, where somebody answers', { isUp: false }, central],
    ['needed by a forward or a load balancer: on the gateway', { tied: true }, central],
    ['without a MAC address: on the gateway', { mac: null }, central],
  ])('%s', (_, change, columns) => {
    expect(desiredFloatingIp({ ...ip, ...change }, site)[0]?.columns).toMatchObject(columns)
  })
  it('is one translation in and one out on a router that is on one chassis, and none between its subnets', () => {
    const own = ownSubnetsRef(site.deployment, id(4), 4)
    expect(desiredFloatingIp({ ...ip, routerIsDistributed: false }, site)).toMatchObject([
      {
        columns: {
          type: 'dnat',
          external_ip: '203.0.113.50',
          logical_ip: '10.0.0.5',
          exempted_ext_ips: null,
          ...central,
        },
      },
      {
        columns: {
          type: 'snat',
          external_ip: '203.0.113.50',
          logical_ip: '10.0.0.5',
          exempted_ext_ips: own.uuid,
          ...central,
        },
        needs: [own],
      },
    ])
  })
})
