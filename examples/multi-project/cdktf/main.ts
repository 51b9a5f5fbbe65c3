import { provider, resource } from '@cdktf/provider-null'
import { DnsRecord, HubAndSpoke, Peer, Port, Project, QuantumnetProvider, VmPort } from '@quantumnet/constructs'
import { SecurityGroup, type ISubnet } from '@quantumnet/constructs'
import { App, Fn, TerraformOutput, TerraformStack } from 'cdktf'

const app = new App()
const stack = new TerraformStack(app, 'multi-project')
new QuantumnetProvider(stack, 'quantumnet')
new provider.NullProvider(stack, 'null')

// Each team has a project and a network in it; those who run the platform keep the hub between them.
const teamOf = (name: string): Project => new Project(stack, name)
const [platform, shop, billing, sandbox] = [teamOf('platform'), teamOf('shop'), teamOf('billing'), teamOf('sandbox')]
const hub = new HubAndSpoke(stack, 'hub', {
  project: platform,
  spokes: {
    shop: { project: shop, cidr: '10.64.1.0/24' },
    billing: { project: billing, cidr: '10.64.2.0/24' },
    sandbox: { project: sandbox, cidr: '10.64.3.0/24' },
  },
})

// What two teams agreed on. All teams reach the hub, and else nobody.
hub.connect('shop', 'billing')

const addVm = (name: string, project: Project, subnet: ISubnet): VmPort => {
  const group = new SecurityGroup(stack, `${name}-group`, { project, name })
  return new VmPort(stack, name, { subnet, securityGroups: [group] })
}
const mirror = addVm('mirror', platform, hub.services)
const web = addVm('web', shop, hub.spokes.shop.subnet)
const api = addVm('api', billing, hub.spokes.billing.subnet)
const trial = addVm('trial', sandbox, hub.spokes.sandbox.subnet)

// A group of another project is no peer: what comes from there is known by its block.
mirror.connections.allowFrom(Peer.cidr('10.64.0.0/10'), Port.tcp(443))
api.connections.allowFrom(Peer.cidr(hub.spokes.shop.cidr), Port.tcp(8443))

// Names of another project are not seen: the shop has its own for what it was given.
new DnsRecord(stack, 'billing-api', { project: shop, type: 'A', values: [api.ip] })

// Handing over: once all is there, each team is told what it needs for an app of its own, in handover/<team>.json.
for (const [team, spoke] of Object.entries(hub.spokes)) {
  const given = { network: spoke.network.networkId, subnet: spoke.subnet.subnetId, router: spoke.router.routerId }
  new resource.Resource(stack, `handover-${team}`, {
    triggers: given,
    dependsOn: [...spoke.routes],
    provisioners: [
      {
        type: 'local-exec',
        command: `mkdir -p handover && printenv GIVEN > handover/${team}.json`,
        environment: { GIVEN: Fn.jsonencode(given) },
      },
    ],
  })
}

new TerraformOutput(stack, 'vms', {
  value: Object.fromEntries(
    [mirror, web, api, trial].map((vm) => [vm.node.id, { id: vm.portId, address: vm.ip, fqdn: vm.resource.fqdn }]),
  ),
})

app.synth()
