import { routes } from '@quantumnet/api'
import type { KindCase } from './case.ts'
import { DESCRIBED, describedDrifts, OTHER_PROJECT, PROJECT } from './common.ts'

const GROUP = `${PROJECT}
resource "quantumnet_security_group" "g" {
  project = quantumnet_project.p.id
  name    = "web"
}
resource "quantumnet_security_group" "h" {
  project = quantumnet_project.p.id
  name    = "db"
}
resource "quantumnet_address_group" "a" {
  project = quantumnet_project.p.id
  name    = "offices"
  cidrs   = ["198.51.100.0/24"]
}
`

const securityGroup: KindCase = {
  kind: 'security_group',
  routes: routes.securityGroups,
  base: PROJECT + OTHER_PROJECT,
  minimal: 'project = quantumnet_project.p.id\nname = "web"',
  made: { name: 'web', description: '', labels: {}, stateful: true, default_egress: 'allow', rules: [] },
  changed: `project = quantumnet_project.p.id\nname = "web-2"\nstateful = false\ndefault_egress = "deny"${DESCRIBED}`,
  madeOfChanged: { name: 'web-2', stateful: false, default_egress: 'deny', labels: { team: 'core' } },
  drifts: [...describedDrifts, { name: 'x' }, { stateful: true }, { default_egress: 'allow' }],
  replaced: { project: 'project = quantumnet_project.q.id\nname = "web-2"' },
}

const ruleChanges = `
  protocol    = "TCP"
  port_min    = 80
  port_max    = 90
  remote_cidr = "192.0.2.0/24"
  action      = "drop"
  position    = 7
  enabled     = false
  log         = true
  ${DESCRIBED}`

const rule = (kind: string, parent: string, other: string, of: KindCase['routes']): KindCase => ({
  kind: `${kind}_rule`,
  routes: of,
  base:
    kind === 'policy'
      ? `${GROUP}\nresource "quantumnet_policy" "g" {\nname = "p1"\nscope = "all"\n}\nresource "quantumnet_policy" "h" {\nname = "p2"\nscope = "all"\n}`
      : GROUP,
  minimal: `${parent}\ndirection = "ingress"\nethertype = "ipv4"`,
  made: {
    ...{ protocol: 'any', port_min: null, port_max: null, icmp_type: null, remote_cidr: null, remote_group: null },
    ...{ action: 'allow', position: 100, enabled: true, log: false },
  },
  changed: `${parent}\ndirection = "egress"\nethertype = "ipv4"\n${ruleChanges}`,
  respelt: { protocol: 'tcp' },
  madeOfChanged: { direction: 'egress', protocol: 'TCP', port_min: 80, port_max: 90, position: 7, action: 'drop' },
  drifts: [
    ...describedDrifts,
    ...[{ direction: 'ingress' }, { protocol: 'udp' }, { port_min: 81 }, { port_max: 91 }],
    ...[{ remote_cidr: '192.0.3.0/24' }, { action: 'reject' }, { position: 8 }, { enabled: true }, { log: false }],
    ...[{ ethertype: 'ipv6', remote_cidr: null }],
  ],
  replaced: { [kind]: `${other}\ndirection = "egress"\nethertype = "ipv4"\n${ruleChanges}` },
})

const icmp = (group: string): string =>
  `security_group = quantumnet_security_group.${group}.id
  direction    = "ingress"
  ethertype    = "ipv4"
  protocol     = "1"
  icmp_type    = 8
  icmp_code    = 0
  remote_group = quantumnet_security_group.h.id`

/** A rule of ICMP from another group has none of the fields of `rule`. */
const icmpRule: KindCase = {
  kind: 'security_group_rule',
  routes: routes.securityGroupRules,
  base: GROUP,
  minimal: 'security_group = quantumnet_security_group.g.id\ndirection = "ingress"\nethertype = "ipv6"',
  made: { ethertype: 'ipv6', protocol: 'any' },
  changed: icmp('g'),
  respelt: { protocol: 'icmp' },
  madeOfChanged: { ethertype: 'ipv4', protocol: '1', icmp_type: 8, icmp_code: 0, remote_address_group: null },
  drifts: [{ icmp_type: 3 }, { icmp_code: 1 }, { remote_group: null }],
  replaced: { security_group: icmp('h') },
}

const offices = (group: string): string =>
  `security_group = quantumnet_security_group.${group}.id
  direction            = "ingress"
  ethertype            = "ipv4"
  remote_address_group = quantumnet_address_group.a.id`

const addressGroupRule: KindCase = {
  kind: 'security_group_rule',
  routes: routes.securityGroupRules,
  base: GROUP,
  minimal: 'security_group = quantumnet_security_group.g.id\ndirection = "ingress"\nethertype = "ipv4"',
  made: { remote_address_group: null },
  changed: offices('g'),
  madeOfChanged: { protocol: 'any' },
  drifts: [{ remote_address_group: null }],
  replaced: { security_group: offices('h') },
}

const addressGroup: KindCase = {
  kind: 'address_group',
  routes: routes.addressGroups,
  base: PROJECT + OTHER_PROJECT,
  minimal: 'project = quantumnet_project.p.id\nname = "offices"',
  made: { name: 'offices', cidrs: [] },
  changed: `project = quantumnet_project.p.id\nname = "offices-2"\ncidrs = ["2001:DB8:100::/48", "198.51.100.0/24"]${DESCRIBED}`,
  respelt: { cidrs: ['198.51.100.0/24', '2001:db8:100::/48'] },
  madeOfChanged: { cidrs: ['198.51.100.0/24', '2001:DB8:100::/48'] },
  drifts: [...describedDrifts, { name: 'x' }, { cidrs: ['198.51.100.0/25'] }],
  replaced: { project: 'project = quantumnet_project.q.id\nname = "offices-2"' },
}

const policy: KindCase = {
  kind: 'policy',
  routes: routes.policies,
  base: PROJECT,
  minimal: 'name = "quarantine"\nscope = "all"',
  made: { scope: 'all', projects: [], rules: [] },
  changed: `name = "quarantine-2"\nscope = "projects"\nprojects = [quantumnet_project.p.id]${DESCRIBED}`,
  madeOfChanged: { scope: 'projects', description: 'for tests' },
  drifts: [...describedDrifts, { name: 'x' }, { scope: 'all', projects: [] }],
  replaced: {},
}

const policyIcmp = (of: string): string =>
  icmp('g').replace('security_group = quantumnet_security_group.g.id', `policy = quantumnet_policy.${of}.id`)

const policyIcmpRule: KindCase = {
  ...rule('policy', 'policy = quantumnet_policy.g.id', '', routes.policyRules),
  changed: policyIcmp('g'),
  respelt: { protocol: 'icmp' },
  madeOfChanged: { protocol: '1', icmp_type: 8, icmp_code: 0 },
  drifts: [{ icmp_type: 3 }, { icmp_code: 1 }, { remote_group: null }],
  replaced: { policy: policyIcmp('h') },
}

const policyOfficesRule: KindCase = {
  ...policyIcmpRule,
  respelt: {},
  changed: offices('g').replace('security_group = quantumnet_security_group.g.id', 'policy = quantumnet_policy.g.id'),
  madeOfChanged: { protocol: 'any' },
  drifts: [{ remote_address_group: null }],
  replaced: {
    policy: offices('g').replace('security_group = quantumnet_security_group.g.id', 'policy = quantumnet_policy.h.id'),
  },
}

export const securityCases: readonly KindCase[] = [
  securityGroup,
  addressGroup,
  rule(
    'security_group',
    'security_group = quantumnet_security_group.g.id',
    'security_group = quantumnet_security_group.h.id',
    routes.securityGroupRules,
  ),
  icmpRule,
  addressGroupRule,
  policy,
  rule('policy', 'policy = quantumnet_policy.g.id', 'policy = quantumnet_policy.h.id', routes.policyRules),
  policyIcmpRule,
  policyOfficesRule,
]
