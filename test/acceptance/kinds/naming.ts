import { routes } from '@quantumnet/api'
import type { KindCase } from './case.ts'
import { DESCRIBED, describedDrifts, NETWORK, OTHER_PROJECT, PROJECT, SECOND_NETWORK } from './common.ts'

const IN_PROJECT = 'project = quantumnet_project.p.id'

const zone: KindCase = {
  kind: 'dns_zone',
  routes: routes.dnsZones,
  base: PROJECT + OTHER_PROJECT,
  minimal: `${IN_PROJECT}\nname = "Corp.Example."`,
  made: { name: 'Corp.Example.' },
  again: { name: 'corp.example', description: '' },
  imported: { name: 'corp.example' },
  respelt: { name: 'corp.example' },
  changed: `${IN_PROJECT}\nname = "corp.example"${DESCRIBED}`,
  madeOfChanged: { description: 'for tests' },
  drifts: describedDrifts,
  replaced: {
    project: 'project = quantumnet_project.q.id\nname = "corp.example"',
    name: `${IN_PROJECT}\nname = "corp2.example"`,
  },
}

const ZONES = `${PROJECT}${OTHER_PROJECT}
resource "quantumnet_dns_zone" "z" {
  project = quantumnet_project.p.id
  name    = "corp.example"
}
`

interface RecordOf {
  readonly type: string
  /** default: x */
  readonly name?: string
  readonly values: string
  readonly others: string
  readonly shown: readonly string[]
  readonly drift: readonly unknown[]
}

const record = ({ type, name = 'x', values, others, shown, drift }: RecordOf): KindCase => ({
  kind: 'dns_record',
  routes: routes.dnsRecords,
  base: ZONES,
  minimal: `${IN_PROJECT}\nname = "${name}"\ntype = "${type}"\nvalues = ${values}`,
  made: { zone: null, ttl: 5, fqdn: `${name}.alpha.internal`, type },
  changed: `${IN_PROJECT}\nname = "${name}"\ntype = "${type}"\nttl = 60\nvalues = ${others}${DESCRIBED}`,
  madeOfChanged: { ttl: 60 },
  respelt: { values: shown },
  drifts: [{ ttl: 61 }, { values: drift }],
  replaced: {},
})

const inZone: KindCase = {
  ...record({ type: 'TXT', values: '["a b"]', others: '["c", "b"]', shown: ['b', 'c'], drift: ['d'] }),
  minimal: 'zone = quantumnet_dns_zone.z.id\nname = "@"\ntype = "TXT"\nvalues = ["a b"]',
  made: { fqdn: 'corp.example', values: ['a b'] },
  changed: `zone = quantumnet_dns_zone.z.id\nname = "@"\ntype = "TXT"\nvalues = ["c", "b"]${DESCRIBED}`,
  madeOfChanged: { values: ['b', 'c'] },
  respelt: {},
  drifts: describedDrifts,
  replaced: {
    zone: `${IN_PROJECT}\nname = "@"\ntype = "TXT"\nvalues = ["c", "b"]`,
    name: 'zone = quantumnet_dns_zone.z.id\nname = "www"\ntype = "TXT"\nvalues = ["c", "b"]',
    type: 'zone = quantumnet_dns_zone.z.id\nname = "@"\ntype = "A"\nvalues = ["10.0.0.1"]',
  },
}

const inOtherProject: KindCase = {
  ...record({ type: 'A', values: '["10.0.0.1"]', others: '["10.0.0.2"]', shown: ['10.0.0.2'], drift: ['10.0.0.3'] }),
  replaced: { project: 'project = quantumnet_project.q.id\nname = "x"\ntype = "A"\nvalues = ["10.0.0.2"]' },
}

const forwarder: KindCase = {
  kind: 'dns_forwarder',
  routes: routes.dnsForwarders,
  base: `${NETWORK}${SECOND_NETWORK}`,
  minimal: 'network = quantumnet_network.n.id\nname = "all"\nservers = ["192.0.2.53"]',
  made: { domain: null, servers: ['192.0.2.53'] },
  changed: `network = quantumnet_network.n.id\nname = "all-2"\nservers = ["192.0.2.54:5353", "192.0.2.53:53"]${DESCRIBED}`,
  madeOfChanged: { servers: ['192.0.2.54:5353', '192.0.2.53:53'] },
  respelt: { servers: ['192.0.2.54:5353', '192.0.2.53'] },
  drifts: [...describedDrifts, { name: 'x' }, { servers: ['192.0.2.55'] }],
  replaced: {
    network: 'network = quantumnet_network.n2.id\nname = "all-2"\nservers = ["192.0.2.53"]',
    domain: 'network = quantumnet_network.n.id\nname = "all-2"\nservers = ["192.0.2.53"]\ndomain = "office.example"',
  },
}

export const namingCases: readonly KindCase[] = [
  zone,
  inZone,
  inOtherProject,
  record({
    type: 'SRV',
    name: '_sip._tcp',
    values: '["10 5 5060 sip.example.org"]',
    others: '["20 5 5061 SIP2.example.org.", "10 5 5060 sip.example.org"]',
    shown: ['10 5 5060 sip.example.org', '20 5 5061 sip2.example.org'],
    drift: [{ priority: 1, weight: 2, port: 3, target: 'sip.example.org' }],
  }),
  record({
    type: 'MX',
    values: '["10 mail.example.org"]',
    others: '["20 mail.example.org"]',
    shown: ['20 mail.example.org'],
    drift: [{ preference: 1, exchange: 'mail.example.org' }],
  }),
  record({
    type: 'CAA',
    values: '["0 issue \\"ca.example.org\\""]',
    others: '["128 issuewild ;"]',
    shown: ['128 issuewild ";"'],
    drift: [{ flags: 0, tag: 'issue', value: 'ca.example.org' }],
  }),
  record({
    type: 'AAAA',
    values: '["2001:db8::1"]',
    others: '["2001:DB8::2"]',
    shown: ['2001:db8::2'],
    drift: ['2001:db8::3'],
  }),
  record({
    type: 'CNAME',
    values: '["www.example.org"]',
    others: '["WWW2.example.org."]',
    shown: ['www2.example.org'],
    drift: ['www3.example.org'],
  }),
  forwarder,
]
