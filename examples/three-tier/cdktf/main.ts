import { Network, Project, QuantumnetProvider, ThreeTierApplication } from '@quantumnet/constructs'
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf'

const app = new App()
const stack = new TerraformStack(app, 'three-tier')
new QuantumnetProvider(stack, 'quantumnet')

// Made by whoever runs the platform: a project, and a way out that is shared with it.
const idOf = (name: string): string => new TerraformVariable(stack, name, { type: 'string' }).stringValue
const project = Project.fromProjectId(idOf('project'))
const externalNetwork = Network.fromNetworkId(idOf('external_network'))

const shop = new ThreeTierApplication(stack, 'shop', { project, externalNetwork })

new TerraformOutput(stack, 'address', { value: shop.address })
for (const { node, vms } of [shop.web, shop.app, shop.db])
  new TerraformOutput(stack, node.id, {
    value: Object.fromEntries(vms.map((vm) => [vm.node.id, { id: vm.portId, address: vm.ip }])),
  })

app.synth()
