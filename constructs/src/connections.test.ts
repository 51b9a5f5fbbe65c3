import { describe, expect, it } from '@jest/globals'
import type { TerraformStack } from 'cdktf'
import * as qn from './index.ts'
import { makeStack, resourcesOf } from './fixture.ts'

/** Who may talk to whom, as rules. */

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const subnet = qn.Subnet.fromSubnetId(ID, qn.Network.fromNetworkId(ID))

type Rule = Readonly<Record<string, string | number | undefined>>

/** Rules as `web: ingress ipv4 tcp 80-80 from db`, in order. */
const rulesOf = (stack: TerraformStack): readonly string[] =>
  Object.entries(resourcesOf(stack))
    .filter(([address]) => address.startsWith('security_group_rule.'))
    .map(([, values]) => {
      const rule = values as Rule
      const name = (group: string | number | undefined): string => String(group).replace(/^.*\.(\w+)\.id}$/, '$1')
      const ports = rule['port_min'] === undefined ? [] : [`${String(rule['port_min'])}-${String(rule['port_max'])}`]
      const icmp = rule['icmp_type'] === undefined ? [] : [`type ${String(rule['icmp_type'])}`]
      const other = rule['remote_cidr'] ?? (rule['remote_group'] === undefined ? 'any' : name(rule['remote_group']))
      const { direction, ethertype, protocol } = rule
      return `${name(rule['security_group'])}: ${[direction, ethertype, protocol, ...ports, ...icmp, other].join(' ')}`
    })
    .sort()

const rulesAfter = (
  relate: (made: { web: qn.SecurityGroup; db: qn.SecurityGroup; stack: TerraformStack }) => void,
): readonly string[] => {
  const stack = makeStack()
  const web = new qn.SecurityGroup(stack, 'web')
  const db = new qn.SecurityGroup(stack, 'db', { defaultEgress: 'deny' })
  relate({ web, db, stack })
  return rulesOf(stack)
}

describe('connections', () => {
  it('from a block are rules of its family', () => {
    expect(
      rulesAfter(({ web }) => {
        web.connections.allowFrom(qn.Peer.cidr('10.0.0.0/8'), qn.Port.tcp(80))
        web.connections.allowFrom(qn.Peer.cidr('2001:db8::/32'), qn.Port.udp(5000, 5009))
        web.connections.allowFrom(qn.Peer.anyIpv4(), qn.Port.ping())
      }),
    ).toEqual([
      'web: ingress ipv4 icmp type 8 any',
      'web: ingress ipv4 tcp 80-80 10.0.0.0/8',
      'web: ingress ipv6 udp 5000-5009 2001:db8::/32',
    ])
  })

  it('from a group are rules of both families, and of that group too where it denies what it sends', () => {
    const rules = rulesAfter(({ web, db }) => {
      web.connections.allowFrom(db, qn.Port.tcp(80))
    })
    expect(rules).toEqual([
      'db: egress ipv4 tcp 80-80 web',
      'db: egress ipv6 tcp 80-80 web',
      'web: ingress ipv4 tcp 80-80 db',
      'web: ingress ipv6 tcp 80-80 db',
    ])
    const reversed = rulesAfter(({ web, db }) => {
      db.connections.allowTo(web, qn.Port.tcp(80))
      db.connections.allowTo(web, qn.Port.tcp(80))
    })
    expect(reversed).toEqual(rules)
  })

  it('of a port are those of its groups', () => {
    const rules = rulesAfter(({ web, db, stack }) => {
      const vm = new qn.VmPort(stack, 'vm', { subnet, securityGroups: [web] })
      db.connections.allowFrom(vm, qn.Port.tcp(5432))
    })
    expect(rules).toEqual(['db: ingress ipv4 tcp 5432-5432 web', 'db: ingress ipv6 tcp 5432-5432 web'])
  })

  it('of a load balancer are those of its clients, whose addresses its members see', () => {
    const rules = rulesAfter(({ web, db, stack }) => {
      const lb = new qn.LoadBalancer(stack, 'lb', { subnet, clients: [qn.Peer.anyIpv4(), db] })
      web.connections.allowFrom(lb, qn.Port.tcp(80))
    })
    expect(rules).toEqual([
      'web: ingress ipv4 tcp 80-80 any',
      'web: ingress ipv4 tcp 80-80 db',
      'web: ingress ipv6 tcp 80-80 db',
    ])
  })

  it('with a group that is made elsewhere are rules of this end alone', () => {
    const partner = qn.SecurityGroup.fromSecurityGroupId(ID)
    expect(
      rulesAfter(({ web, db, stack }) => {
        const vm = new qn.VmPort(stack, 'vm', { subnet, securityGroups: [web, partner] })
        web.connections.allowFrom(partner, qn.Port.tcp(80))
        web.connections.allowTo(partner, qn.Port.tcp(81))
        db.connections.allowTo(partner, qn.Port.tcp(82))
        db.connections.allowFrom(vm, qn.Port.tcp(83))
      }),
    ).toEqual([
      `db: egress ipv4 tcp 82-82 ${ID}`,
      `db: egress ipv6 tcp 82-82 ${ID}`,
      `db: ingress ipv4 tcp 83-83 ${ID}`,
      'db: ingress ipv4 tcp 83-83 web',
      `db: ingress ipv6 tcp 83-83 ${ID}`,
      'db: ingress ipv6 tcp 83-83 web',
      `web: ingress ipv4 tcp 80-80 ${ID}`,
      `web: ingress ipv6 tcp 80-80 ${ID}`,
    ])
    const web = new qn.SecurityGroup(makeStack(), 'web')
    expect(() => {
      partner.connections.allowFrom(web, qn.Port.tcp(80))
    }).toThrow('this group is made elsewhere, and its rules there')
  })

  it('are refused where nobody says who the other end is, or there is no group to say it in', () => {
    const stack = makeStack()
    const web = new qn.SecurityGroup(stack, 'web')
    const lb = new qn.LoadBalancer(stack, 'lb', { subnet })
    expect(() => {
      web.connections.allowFrom(lb, qn.Port.tcp(80))
    }).toThrow('"stack/lb": members see the addresses of a load balancer\'s clients')
    expect(() => {
      web.connections.allowTo(lb, qn.Port.tcp(80))
    }).toThrow('"stack/lb": a load balancer has no rules: its members have them')
    const vm = new qn.VmPort(stack, 'vm', { subnet })
    expect(() => {
      vm.connections.allowFrom(web, qn.Port.all())
    }).toThrow('"stack/vm": this port has no security group of the app')
  })

  it.each<[string, () => unknown, string]>([
    ['port 0', () => qn.Port.tcp(0), 'port is 0: must be a whole number from 1 to 65535'],
    ['a range backwards', () => qn.Port.udp(9, 8), 'ports are 9 to 8: the last must not be before the first'],
    ['no block', () => qn.Peer.cidr('10.0.0.0'), 'cidr is "10.0.0.0": must be a block such as 10.0.0.0/24'],
  ])('refuse %s', (_what, make, expected) => {
    expect(make).toThrow(expected)
  })
})
