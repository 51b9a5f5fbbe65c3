import { describe, expect, it } from '@jest/globals'
import { TerraformStack, TerraformVariable, Testing } from 'cdktf'
import { made, makeStack, resourcesOf } from './fixture.ts'
import { SubnetData } from './gen/subnet-data.ts'
import * as qn from './index.ts'

/** What an app does not know yet: values of variables and data sources, and what another stack makes. */

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const network = qn.Network.fromNetworkId(ID)

describe('what only Terraform knows', () => {
  it('is passed on where a value would be checked, also beside values that are', () => {
    const shown = made((s) => {
      const cidr = new TerraformVariable(s, 'block', { type: 'string' }).stringValue
      const mtu = new TerraformVariable(s, 'mtu', { type: 'number' }).numberValue
      new qn.Network(s, 'net', { mtu, labels: { team: cidr } }).addSubnet('vms', {
        ...{ cidr, reservedRanges: [{ start: cidr, end: '10.0.0.9' }] },
      })
      new qn.DnsRecord(s, 'www', { type: 'A', values: [cidr] })
    })
    expect(shown).toMatchObject({
      'network.net': { mtu: '${var.mtu}', labels: { team: '${var.block}' } },
      'subnet.net_vms': {
        cidr: '${var.block}',
        reserved_ranges: [{ start: '${var.block}', end: '10.0.0.9' }],
      },
      'dns_record.www': { values: ['${var.block}'] },
    })
  })

  it('names relations by what Terraform calls it, which is the same in each run', () => {
    const stack = makeStack()
    const variable = new TerraformVariable(stack, 'given', { type: 'string' }).stringValue
    const found = new SubnetData(stack, 'found', { name: 'found' })
    const router = new qn.Router(stack, 'edge')
    for (const id of [ID, variable, found.id]) router.attach(qn.Subnet.fromSubnetId(id, network))
    const interfaces = Object.entries(resourcesOf(stack)).filter(([address]) => address.startsWith('router_interface.'))
    expect(Object.fromEntries(interfaces)).toEqual({
      [`router_interface.edge_interface-${ID}`]: { router: '${quantumnet_router.edge.id}', subnet: ID },
      'router_interface.edge_interface-vargiven': { router: '${quantumnet_router.edge.id}', subnet: '${var.given}' },
      'router_interface.edge_interface-dataquantumnet_subnetfoundid': {
        ...{ router: '${quantumnet_router.edge.id}', subnet: '${data.quantumnet_subnet.found.id}' },
      },
    })
  })
})

describe('what is in another stack', () => {
  const makeTwo = (): { base: TerraformStack; top: TerraformStack } => {
    const app = Testing.app()
    const [base, top] = ['base', 'top'].map((name) => {
      const stack = new TerraformStack(app, name)
      new qn.QuantumnetProvider(stack, 'quantumnet')
      return stack
    }) as [TerraformStack, TerraformStack]
    return { base, top }
  }
  const ofBase: unknown = expect.stringMatching(/^\$\{data\.terraform_remote_state\..*base.*\}$/)

  it('is referred to by its output', () => {
    const { base, top } = makeTwo()
    const shared = new qn.Network(base, 'net')
    new qn.Subnet(top, 'vms', { network: shared, cidr: '10.0.0.0/24' })
    // What an app does before it synthesises its stacks: an output appears once the other stack has asked for it.
    top.prepareStack()
    expect(resourcesOf(top)).toMatchObject({ 'subnet.vms': { network: ofBase } })
    expect(Testing.synth(base)).toContain('"value": "${quantumnet_network.net.id}"')
  })

  it('is related to in the stack of the one that asks, and not waited for by name', () => {
    const { base, top } = makeTwo()
    const vms = new qn.Network(base, 'net').addSubnet('vms', { cidr: '10.0.0.0/24' })
    new qn.Router(base, 'edge').attach(vms)
    const db = new qn.SecurityGroup(base, 'db')
    const web = new qn.SecurityGroup(top, 'web')
    new qn.Router(top, 'second').attach(vms, '10.0.0.2')
    web.connections.allowFrom(db, qn.Port.tcp(80))
    new qn.VmPort(top, 'vm', { subnet: vms, securityGroups: [web, db] }).assignFloatingIp(
      qn.FloatingIp.fromFloatingIpId(ID),
    )
    top.prepareStack()
    expect(resourcesOf(top)).toMatchObject({
      'router_interface.second_interface-base--net--vms': { subnet: ofBase, ip: '10.0.0.2' },
      'security_group_rule.web_ingress-ipv4-tcp-80-base--db': { remote_group: ofBase },
      'port.vm': {
        network: ofBase,
        fixed_ips: [{ subnet: ofBase }],
        security_groups: ['${quantumnet_security_group.web.id}', ofBase],
      },
      'floating_ip_association.vm_floating-ip': {
        depends_on: ['quantumnet_router_interface.second_interface-base--net--vms'],
      },
    })
  })
})
