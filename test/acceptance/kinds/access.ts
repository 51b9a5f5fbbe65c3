import { routes } from '@quantumnet/api'
import type { KindCase } from './case.ts'
import { DESCRIBED, describedDrifts, OTHER_PROJECT, PROJECT } from './common.ts'

const qosPolicy: KindCase = {
  kind: 'qos_policy',
  routes: routes.qosPolicies,
  base: PROJECT + OTHER_PROJECT,
  minimal: 'project = quantumnet_project.p.id\nname = "bronze"\negress_max = 100000',
  made: { egress_max: 100_000, egress_burst: 25_000, ingress_max: null, ingress_burst: null, min: null, dscp: null },
  changed: `project = quantumnet_project.p.id\nname = "silver"\negress_max = 200000\negress_burst = 40000
    ingress_max = 100\ningress_burst = 90\nmin = 10\ndscp = 8${DESCRIBED}`,
  madeOfChanged: { egress_burst: 40_000, ingress_max: 100, ingress_burst: 90, min: 10, dscp: 8 },
  drifts: [
    ...[...describedDrifts, { name: 'x' }, { egress_max: 1000 }, { egress_burst: null }, { ingress_max: 101 }],
    ...[{ ingress_burst: 91 }, { min: 11 }, { dscp: null }],
  ],
  replaced: { project: 'project = quantumnet_project.q.id\nname = "silver"\negress_max = 200000' },
}

const subnetPool: KindCase = {
  kind: 'subnet_pool',
  routes: routes.subnetPools,
  base: PROJECT + OTHER_PROJECT,
  minimal: 'project = quantumnet_project.p.id\nname = "campus"\nprefixes = ["10.64.0.0/12"]',
  again: { default_prefix_length: 26, min_prefix_length: 16, max_prefix_length: 28, description: '' },
  made: { default_prefix_length: 24, min_prefix_length: 12, max_prefix_length: 32 },
  changed: `project = quantumnet_project.p.id\nname = "campus-2"\nprefixes = ["10.96.0.0/14", "10.64.0.0/12"]
    default_prefix_length = 26\nmin_prefix_length = 16\nmax_prefix_length = 28${DESCRIBED}`,
  madeOfChanged: { default_prefix_length: 26, min_prefix_length: 16, max_prefix_length: 28 },
  drifts: [
    ...[...describedDrifts, { name: 'x' }, { prefixes: ['10.64.0.0/12'] }, { default_prefix_length: 27 }],
    ...[{ min_prefix_length: 17 }, { max_prefix_length: 29 }],
  ],
  replaced: { project: 'project = quantumnet_project.q.id\nname = "campus-2"\nprefixes = ["10.64.0.0/12"]' },
}

const TOKENS = `${PROJECT}${OTHER_PROJECT}
resource "quantumnet_token" "a" {
  project = quantumnet_project.p.id
  name    = "a"
  role    = "viewer"
}
resource "quantumnet_token" "b" {
  project = quantumnet_project.p.id
  name    = "b"
  role    = "viewer"
}
`

const roleBinding: KindCase = {
  kind: 'role_binding',
  routes: routes.roleBindings,
  base: TOKENS,
  minimal: 'token = quantumnet_token.a.id\nproject = quantumnet_project.q.id\nrole = "viewer"',
  made: { role: 'viewer' },
  changed: `token = quantumnet_token.a.id\nproject = quantumnet_project.q.id\nrole = "operator"${DESCRIBED}`,
  madeOfChanged: { role: 'operator' },
  drifts: [...describedDrifts, { role: 'admin' }],
  replaced: {
    token: 'token = quantumnet_token.b.id\nproject = quantumnet_project.q.id\nrole = "operator"',
    project: 'token = quantumnet_token.a.id\nproject = quantumnet_project.p.id\nrole = "operator"',
  },
}

const LATER = '2036-09-01T00:00:00Z'
const TOKEN = 'project = quantumnet_project.p.id\nname = "ci-2"\nrole = "operator"'

const token: KindCase = {
  kind: 'token',
  routes: routes.tokens,
  base: PROJECT + OTHER_PROJECT,
  minimal: 'project = quantumnet_project.p.id\nname = "ci"\nrole = "operator"',
  made: { node: null, expires_at: null, last_used_at: null },
  changed: `${TOKEN}${DESCRIBED}`,
  madeOfChanged: { name: 'ci-2' },
  // Only its creation tells it.
  imported: { secret: null },
  respelt: { secret: null },
  drifts: [...describedDrifts, { name: 'x' }],
  replaced: {
    project: 'project = quantumnet_project.q.id\nname = "ci-2"\nrole = "operator"',
    role: 'project = quantumnet_project.p.id\nname = "ci-2"\nrole = "viewer"',
    node: 'name = "ci-2"\nrole = "node"\nnode = "hv1"',
    expires_at: `${TOKEN}\nexpires_at = "${LATER}"`,
  },
}

const joinToken: KindCase = {
  kind: 'join_token',
  routes: routes.joinTokens,
  base: '',
  minimal: `name = "rack-4"\nexpires_at = "${LATER}"`,
  made: { usage: 'one_off', node_labels: {}, pre_approved: false, uses: 0 },
  changed: `name = "rack-5"\nexpires_at = "${LATER}"${DESCRIBED}`,
  madeOfChanged: { name: 'rack-5' },
  imported: { secret: null, expires_at: '2036-09-01T00:00:00.000Z' },
  respelt: { secret: null, expires_at: '2036-09-01T00:00:00.000Z' },
  drifts: [...describedDrifts, { name: 'x' }],
  replaced: {
    usage: `name = "rack-5"\nexpires_at = "${LATER}"\nusage = "reusable"`,
    expires_at: 'name = "rack-5"\nexpires_at = "2037-09-01T00:00:00Z"',
    node_labels: `name = "rack-5"\nexpires_at = "${LATER}"\nnode_labels = { rack = "5" }`,
    pre_approved: `name = "rack-5"\nexpires_at = "${LATER}"\npre_approved = true`,
  },
}

export const accessCases: readonly KindCase[] = [qosPolicy, subnetPool, token, roleBinding, joinToken]
