import { Project, QuantumnetProvider, Network, VmPort } from '@quantumnet/constructs'
import { App, TerraformOutput, TerraformStack } from 'cdktf'

const app = new App()
const stack = new TerraformStack(app, 'quickstart')

// Where the API is and as whom to call it comes from QUANTUMNET_ENDPOINT and QUANTUMNET_TOKEN, so that no secret stands in a file.
new QuantumnetProvider(stack, 'quantumnet')

// A tenant. Its VMs find each other by name in the DNS zone demo.internal.
const project = new Project(stack, 'demo', { description: 'Two VMs that ping each other' })

// A wire, and its addresses: the gateway is 10.0.0.1, and VMs ask 10.0.0.2 for names.
const subnet = new Network(stack, 'net', { project, name: 'demo' }).addSubnet('demo', { cidr: '10.0.0.0/24' })

// Which VM is to run where.
const vms = [
  new VmPort(stack, 'vm1', { subnet, hypervisor: 'hv1' }),
  new VmPort(stack, 'vm2', { subnet, hypervisor: 'hv2' }),
]

// What is needed to start each VM: its interface carries interface_id as external_ids:iface-id in Open vSwitch.
new TerraformOutput(stack, 'vms', {
  value: Object.fromEntries(
    vms.map(({ node, ip, resource: port }) => [
      node.id,
      {
        ...{ id: port.id, interface_id: port.interfaceId, mac: port.mac },
        ...{ address: ip, node: port.nodeAttribute, fqdn: port.fqdn },
      },
    ]),
  ),
})

app.synth()
