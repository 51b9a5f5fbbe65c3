import { describe, expect, it } from '@jest/globals'
import type { DesiredRow } from '../../ovn/rows.ts'
import { routerRef, switchRef } from '../../ovn/refs.ts'
import { desiredLoadBalancer } from './desired.ts'
import type { LoadBalancerRoot, LoadedListener, LoadedMember } from './load.ts'

const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const uuid = (n: number): string => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`
const site = { deployment, dnsZone: 'internal' }

const member = (fields: Partial<LoadedMember> = {}): LoadedMember => ({
  ip: '10.0.0.11',
  portNumber: 8080,
  portId: uuid(11),
  networkId: uuid(5),
  enabled: true,
  draining: false,
  probedFrom: '10.0.0.4',
  ...fields,
})

const listener = (fields: Partial<LoadedListener> = {}): LoadedListener => ({
  id: uuid(20),
  name: 'http',
  protocol: 'tcp',
  port: 80,
  affinity: false,
  hairpin: false,
  healthCheck: null,
  members: [member()],
  ...fields,
})

const root = (listeners: readonly LoadedListener[], fields: Partial<LoadBalancerRoot> = {}): LoadBalancerRoot => ({
  id: uuid(1),
  projectId: uuid(2),
  generation: 1,
  appliedGeneration: 0,
  realizedGeneration: 0,
  conditions: [],
  deleting: false,
  name: 'web',
  address: '10.0.0.100',
  routerIds: [uuid(3)],
  networkIds: [uuid(4), uuid(5)],
  listeners,
  ...fields,
})

const rows = (one: LoadedListener, fields: Partial<LoadBalancerRoot> = {}): readonly DesiredRow[] =>
  desiredLoadBalancer(root([one], fields), site)
const columns = (one: LoadedListener, fields: Partial<LoadBalancerRoot> = {}): unknown => rows(one, fields)[0]?.columns

describe('a load balancer in OVN', () => {
  it('is nothing without a listener', () => {
    expect(desiredLoadBalancer(root([]), site)).toEqual([])
  })

  it('is a row for each listener, whose uuid stays when others come and go', () => {
    const [tcp, udp] = [listener(), listener({ id: uuid(21), protocol: 'udp', port: 53 })]
    const uuids = desiredLoadBalancer(root([tcp, udp]), site).map((row) => row.uuid)
    expect(new Set(uuids).size).toBe(2)
    expect(desiredLoadBalancer(root([udp]), site).map((row) => row.uuid)).toEqual(uuids.slice(1))
  })

  it('works on its routers and on the switches of its clients', () => {
    expect(rows(listener())[0]?.memberOf.map(({ container }) => container)).toEqual([
      routerRef(deployment, uuid(3)),
      switchRef(deployment, uuid(4)),
      switchRef(deployment, uuid(5)),
    ])
  })

  it.each([
    ['all that serve', [member(), member({ ip: '10.0.0.12' })], '10.0.0.11:8080,10.0.0.12:8080'],
    ['not those that are switched off', [member(), member({ ip: '10.0.0.12', enabled: false })], '10.0.0.11:8080'],
    ['not those that drain', [member({ draining: true }), member({ ip: '10.0.0.12' })], '10.0.0.12:8080'],
    ['nobody', [], ''],
  ])('sends new connections to members: %s', (_, members, backends) => {
    expect(columns(listener({ members }))).toMatchObject({ vips: { '10.0.0.100:80': backends } })
  })

  it('brackets IPv6', () => {
    const members = [member({ ip: 'fd00::11', probedFrom: 'fd00::4' })]
    const healthCheck = { interval: 5, timeout: 3, success: 2, failure: 3 }
    expect(columns(listener({ members, healthCheck }), { address: 'fd00::100' })).toMatchObject({
      vips: { '[fd00::100]:80': '[fd00::11]:8080' },
      ip_port_mappings: { '[fd00::11]': `${uuid(11)}:[fd00::4]` },
    })
  })

  it('refuses clients when nobody serves, and leaves connections where they are', () => {
    expect(columns(listener())).toMatchObject({ options: { reject: 'true' } })
    expect(columns(listener())).not.toHaveProperty('options.ct_flush')
  })

  it("chooses the member by the client's address alone, when the listener says so", () => {
    expect(columns(listener({ affinity: true }))).toMatchObject({ selection_fields: ['ip_src'] })
    expect(columns(listener())).toMatchObject({ selection_fields: [] })
  })

  it('lets members reach themselves by its address, and nobody else', () => {
    const members = [
      member(),
      member({ ip: '10.0.0.12', portNumber: 81 }),
      member({ ip: '192.0.2.1', networkId: null }),
    ]
    const [, hairpin, ...more] = rows(listener({ members, hairpin: true }))
    expect(more).toEqual([])
    expect(hairpin).toMatchObject({
      table: 'ACL',
      columns: {
        direction: 'to-lport',
        match:
          'ip4 && ip4.src == 10.0.0.100 && ((ip4.dst == 10.0.0.11 && tcp.dst == 8080) || (ip4.dst == 10.0.0.12 && tcp.dst == 81))',
      },
      memberOf: [{ container: switchRef(deployment, uuid(5)), column: 'acls' }],
    })
  })

  it('probes members that are ports and serve, from the address of their subnet', () => {
    const members = [member(), member({ ip: '192.0.2.1', portId: null }), member({ ip: '10.0.0.12', draining: true })]
    const healthCheck = { interval: 5, timeout: 3, success: 2, failure: 4 }
    const [balancer, check] = rows(listener({ members, healthCheck }))
    expect(balancer?.columns).toMatchObject({ ip_port_mappings: { '10.0.0.11': `${uuid(11)}:10.0.0.4` } })
    expect(check?.columns).toMatchObject({
      vip: '10.0.0.100:80',
      options: { interval: '5', timeout: '3', success_count: '2', failure_count: '4' },
    })
    expect(check?.memberOf).toMatchObject([{ container: { uuid: balancer?.uuid }, column: 'health_check' }])
    expect(rows(listener({ members }))).toHaveLength(1)
  })
})
