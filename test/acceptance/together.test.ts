import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import {
  floatingIpRoutes,
  networkRoutes,
  securityGroupRoutes,
  securityGroupRuleRoutes,
  type Arguments,
} from '@quantumnet/api'
import { serveInProcess, type InProcess } from '../provider/in-process.ts'
import { Workspace } from '../provider/terraform.ts'
import { port, PROJECT, ROUTED } from './kinds/common.ts'
import { startRealApi } from './real-api.ts'
import type { Api } from './suite.ts'

type RuleList = Arguments<typeof securityGroupRoutes.replaceRules>['body']

/** Resources that stand for a part of another one, and what the provider's configuration says of all. */

jest.setTimeout(120_000)

let api: Api
let served: InProcess
let workspace: Workspace

const configure = async (resources: string, more = ''): Promise<void> => {
  const own = `provider "quantumnet" {\n  endpoint = "${api.endpoint}"\n  token    = "${api.token}"\n${more}\n}`
  await workspace.configure(resources, own)
}
const settle = async (resources: string, more = ''): Promise<string[]> => {
  await configure(resources, more)
  const planned = await workspace.planned()
  await workspace.succeed('apply', 'tfplan')
  expect(await workspace.planned()).toEqual([])
  return planned
}
const idOf = async (address: string): Promise<never> => (await workspace.values(address))['id'] as never

beforeAll(async () => {
  api = await startRealApi()
  served = await serveInProcess()
})
afterAll(async () => {
  await served.close()
  await api.close()
})
beforeEach(async () => {
  workspace = await Workspace.make(served.environment)
  await configure('')
  await workspace.succeed('init')
})
afterEach(async () => {
  await workspace.succeed('destroy', '-auto-approve')
  await workspace.remove()
})

describe('all rules of a group', () => {
  const GROUP = `${PROJECT}
resource "quantumnet_security_group" "g" {
  project = quantumnet_project.p.id
  name    = "web"
}
`
  const rules = (list: string): string => `${GROUP}
resource "quantumnet_security_group_rules_exclusive" "t" {
  security_group = quantumnet_security_group.g.id
  rules          = [${list}]
}
`
  const HTTPS = '{ direction = "ingress", ethertype = "ipv4", protocol = "TCP", port_min = 443 }'
  const PING = '{ direction = "ingress", ethertype = "ipv4", protocol = "icmp", icmp_type = 8, position = 5 }'
  const FROM_ITSELF =
    '{ direction = "ingress", ethertype = "ipv6", remote_group = quantumnet_security_group.g.id, description = "own" }'
  const TYPE = 'quantumnet_security_group_rules_exclusive.t'

  it('are made, changed and removed as a list, and imported', async () => {
    expect(await settle(rules(`${HTTPS}, ${PING}`))).toContain(`create ${TYPE}`)
    expect(await workspace.values(TYPE)).toMatchObject({
      rules: [
        { protocol: 'TCP', port_min: 443, port_max: 443, action: 'allow', position: 100 },
        { protocol: 'icmp', icmp_type: 8, position: 5 },
      ],
    })
    expect(await settle(rules(`${HTTPS}, ${FROM_ITSELF}, ${PING}`))).toEqual([`update ${TYPE}`])
    await workspace.succeed('state', 'rm', TYPE)
    await workspace.succeed('import', TYPE, await idOf('quantumnet_security_group.g'))
    // An import knows no order; the group is not changed by putting it right.
    await workspace.apply()
    expect(await workspace.planned()).toEqual([])
    expect(await settle(rules(''))).toEqual([`update ${TYPE}`])
    expect(await workspace.values(TYPE)).toMatchObject({ rules: [] })
  })

  it('do not stand beside one that somebody else makes', async () => {
    await settle(rules(HTTPS))
    const group = await idOf('quantumnet_security_group.g')
    const foreign = { security_group: group, direction: 'egress', ethertype: 'ipv4' } as const
    await api.client.call(securityGroupRuleRoutes.create, { body: foreign })
    expect(await workspace.planned()).toEqual([`update ${TYPE}`])
    await workspace.apply()
    const { rules: left } = await api.client.call(securityGroupRoutes.getRules, { params: { id: group } })
    expect(left.map(({ protocol }) => protocol)).toEqual(['tcp'])
  })

  it('are put right where one is another one than it was, and belong to one group', async () => {
    await settle(rules(HTTPS))
    const group = await idOf('quantumnet_security_group.g')
    const params = { id: group }
    const rule = { direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp', port_min: 443 } as const
    const drifts: readonly Partial<RuleList['rules'][number]>[] = [
      ...[
        { direction: 'egress' as const },
        { ethertype: 'ipv6' as const },
        { protocol: 'udp' },
        { port_min: 442 },
        { port_max: 444 },
      ],
      ...[
        { remote_cidr: '192.0.2.0/24' },
        { action: 'drop' as const },
        { position: 7 },
        { enabled: false },
        { log: true },
      ],
      ...[{ remote_group: group }, { description: 'drifted' }],
    ]
    for (const drift of drifts) {
      const { generation: ifMatch } = await api.client.call(securityGroupRoutes.getRules, { params })
      const body: RuleList = { rules: [{ ...rule, port_max: 443, ...drift }] }
      await api.client.call(securityGroupRoutes.replaceRules, { params, body }, { ifMatch })
      expect([drift, await workspace.planned()]).toEqual([drift, [`update ${TYPE}`]])
    }
    await workspace.apply()
    expect((await api.client.call(securityGroupRoutes.getRules, { params })).rules).toMatchObject([rule])
    const other = rules(HTTPS).replaceAll('quantumnet_security_group.g.id', 'quantumnet_security_group.h.id')
    await settle(`${rules(HTTPS)}${GROUP.slice(PROJECT.length).replace('"g"', '"h"').replace('"web"', '"db"')}`)
    await configure(`${other}${GROUP.slice(PROJECT.length).replace('"g"', '"h"').replace('"web"', '"db"')}`)
    expect(await workspace.planned()).toEqual([`delete+create ${TYPE}`])
  })

  it('are not replaced when they are others than those that were planned', async () => {
    await settle(rules(HTTPS))
    await configure(rules(PING))
    await workspace.succeed('plan', '-out=tfplan')
    const group = await idOf('quantumnet_security_group.g')
    const foreign = { security_group: group, direction: 'egress', ethertype: 'ipv4' } as const
    await api.client.call(securityGroupRuleRoutes.create, { body: foreign })
    expect((await workspace.fail('apply', 'tfplan')).text).toContain('The rules were changed meanwhile')
  })

  it('are checked before anything is asked, each at its place', async () => {
    await configure(rules(`${HTTPS},\n{ direction = "ingress", ethertype = "ipv4", port_min = 80 }\n`))
    const { text, lines } = await workspace.fail('validate')
    expect(text).toContain('rules[1].port_min: must be left out: protocol "any" has no ports')
    expect(lines).toEqual(['{ direction = "ingress", ethertype = "ipv4", port_min = 80 }'])
    await configure(GROUP)
  })
})

describe('a floating IP and its port', () => {
  const TYPE = 'quantumnet_floating_ip_association.t'
  const associated = (name: string, more = ''): string => `${ROUTED}${port('vm1')}${port('vm2')}${port('vm3')}
resource "quantumnet_floating_ip" "f" {
  project = quantumnet_project.p.id
  network = quantumnet_subnet.ext.network
  name    = "f"
}
resource "quantumnet_floating_ip" "g" {
  project = quantumnet_project.p.id
  network = quantumnet_subnet.ext.network
  name    = "g"
}
resource "quantumnet_floating_ip_association" "t" {
  floating_ip = quantumnet_floating_ip.f.id
  port        = quantumnet_port.${name}.id
  ${more}
  depends_on  = [quantumnet_router_interface.i]
}
`
  it('are joined and parted apart from both', async () => {
    await settle(associated('vm1'))
    const { fixed_ip: first } = await workspace.values(TYPE)
    expect(await settle(associated('vm2'))).toEqual([`update ${TYPE}`])
    expect((await workspace.values(TYPE))['fixed_ip']).not.toBe(first)
    await workspace.succeed('state', 'rm', TYPE)
    await workspace.succeed('import', TYPE, await idOf('quantumnet_floating_ip.f'))
    expect(await workspace.planned()).toEqual([])
    const id = await idOf('quantumnet_floating_ip.f')
    for (const moved of ['vm1', 'vm3']) {
      const body = { port: await idOf(`quantumnet_port.${moved}`) }
      await api.client.call(floatingIpRoutes.update, { params: { id }, body })
      expect([moved, await workspace.planned()]).toEqual([moved, [`update ${TYPE}`]])
    }
    await workspace.apply()
    await configure(
      associated('vm2').replace(
        'floating_ip = quantumnet_floating_ip.f.id',
        'floating_ip = quantumnet_floating_ip.g.id',
      ),
    )
    expect(await workspace.planned()).toEqual([`delete+create ${TYPE}`])
    const alone = associated('vm2').replace(/resource "quantumnet_floating_ip_association"[\s\S]*/, '')
    expect(await settle(alone)).toEqual([`delete ${TYPE}`])
    expect(await api.client.call(floatingIpRoutes.get, { params: { id } })).toMatchObject({ port: null })
  })
})

describe('what the provider’s configuration says of all', () => {
  const network = (labels = ''): string =>
    `${PROJECT}\nresource "quantumnet_network" "t" {\n  project = quantumnet_project.p.id\n  name = "n"\n  ${labels}\n}`
  const defaults = (labels: string): string => `  default_labels = { ${labels} }`

  it('is that each has these labels beside its own', async () => {
    await settle(network('labels = { tier = "web" }'), defaults('env = "test"'))
    const shown = { labels: { tier: 'web' }, labels_all: { env: 'test', tier: 'web' } }
    expect(await workspace.values('quantumnet_network.t')).toMatchObject(shown)
    const id = await idOf('quantumnet_network.t')
    expect((await api.client.call(networkRoutes.get, { params: { id } })).labels).toEqual({ env: 'test', tier: 'web' })

    const both = ['update quantumnet_network.t', 'update quantumnet_project.p']
    expect(await settle(network('labels = { tier = "web" }'), defaults('env = "prod"'))).toEqual(both)
    // Its own goes before the default, and may say the same.
    expect(await settle(network('labels = { env = "prod" }'), defaults('env = "prod"'))).toEqual([both[0]])
    expect(await workspace.values('quantumnet_network.t')).toMatchObject({ labels: { env: 'prod' } })

    await api.client.call(networkRoutes.update, { params: { id }, body: { labels: {} } })
    expect(await workspace.planned()).toEqual([both[0]])
    await workspace.apply()
    expect(await settle(network())).toEqual(both)
    expect(await workspace.values('quantumnet_network.t')).toMatchObject({ labels: {}, labels_all: {} })
  })

  it('may be known only in apply, and then holds', async () => {
    const later = 'resource "terraform_data" "later" {\n  input = "blue"\n}\n'
    const unknown = defaults('colour = terraform_data.later.output')
    const planned = await settle(`${later}${network('labels = { tier = "web" }')}`, unknown)
    expect(planned).toContain('create quantumnet_network.t')
    const all = { colour: 'blue', tier: 'web' }
    expect(await workspace.values('quantumnet_network.t')).toMatchObject({ labels: { tier: 'web' }, labels_all: all })
    // What is to be replaced is not known either; what has it is planned from the state.
    await settle(`${later.replace('blue', 'red')}${network('labels = { tier = "web" }')}`, unknown).catch(
      () => undefined,
    )
    await workspace.apply()
    expect(await workspace.planned()).toEqual([])
    expect(await workspace.values('quantumnet_network.t')).toMatchObject({ labels_all: { ...all, colour: 'red' } })
  })

  it('is whose they are, unless they say so themselves', async () => {
    await settle(PROJECT)
    const project = String(await idOf('quantumnet_project.p'))
    const group = 'resource "quantumnet_security_group" "t" {\n  name = "g"\n}'
    await configure(`${PROJECT}${group}`)
    const { text, lines } = await workspace.fail('plan')
    expect(text).toContain('Set project here, or for all resources in the provider block, or QUANTUMNET_PROJECT')
    expect(lines).toEqual(['resource "quantumnet_security_group" "t" {'])
    const record = 'resource "quantumnet_dns_record" "t" {\n  name = "x"\n  type = "TXT"\n  values = ["a"]\n}\n'
    await settle(`${PROJECT}${group}\n${record}`, `  project = "${project}"`)
    expect(await workspace.values('quantumnet_security_group.t')).toMatchObject({ project })
    expect(await workspace.values('quantumnet_dns_record.t')).toMatchObject({ project, fqdn: 'x.alpha.internal' })
    // The default of another day moves nothing.
    expect(await settle(`${PROJECT}${group}\n${record}`)).toEqual([])
  })
})
