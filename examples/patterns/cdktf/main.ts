import { HaLoadBalancer, IsolatedNetwork, Network, NetworkPerEnvironment, Peer, Port } from '@quantumnet/constructs'
import { Project, QuantumnetProvider } from '@quantumnet/constructs'
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf'

const app = new App()
const stack = new TerraformStack(app, 'patterns')
new QuantumnetProvider(stack, 'quantumnet')

// Made by whoever runs the platform: a project, and a way out that is shared with it.
const idOf = (name: string): string => new TerraformVariable(stack, name, { type: 'string' }).stringValue
const project = Project.fromProjectId(idOf('project'))
const externalNetwork = Network.fromNetworkId(idOf('external_network'))

// A network whose VMs reach the outside, and of which the outside reaches one VM at one port.
const lab = new IsolatedNetwork(stack, 'lab', { project, externalNetwork })
const bastion = lab.addPublicVm('bastion', { openPorts: [Port.tcp(22)] })
lab.addVm('worker')

// The same network twice, with nothing between the two; VMs are called alike, as each environment has a project.
const { environments } = new NetworkPerEnvironment(stack, 'shop', {
  environments: { dev: new Project(stack, 'shop-dev'), prod: new Project(stack, 'shop-prod') },
})
environments.dev.addVm('dev-api', { vmName: 'api' })

// One address for two servers of an environment, which stays reachable while one of them fails.
const { project: production, subnet } = environments.prod
const servers = ['api-1', 'api-2'].map((name) => environments.prod.addVm(name))
environments.prod.addVm('client')
const front = new HaLoadBalancer(stack, 'front', {
  ...{ project: production, subnet, address: '10.0.0.100', members: servers, clients: [Peer.cidr('10.0.0.0/24')] },
  ...{ ports: [443], memberPort: 8443, healthCheck: { interval: 1, timeout: 1, success: 1, failure: 2 } },
})

new TerraformOutput(stack, 'bastion', { value: bastion.address })
new TerraformOutput(stack, 'api', { value: front.address })
app.synth()
