import { FloatingIp, Labels, LoadBalancer, Network, Peer, Port, Project } from '@quantumnet/constructs'
import { QuantumnetProvider, Router, SecurityGroup, VmPort } from '@quantumnet/constructs'
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf'

const app = new App()
Labels.of(app).add('application', 'shop')
const stack = new TerraformStack(app, 'shop')

// Where the API is and as whom to call it comes from QUANTUMNET_ENDPOINT and QUANTUMNET_TOKEN.
new QuantumnetProvider(stack, 'quantumnet')

// Made by whoever runs the platform: a project, and a way out that is shared with it.
const idOf = (name: string): string => new TerraformVariable(stack, name, { type: 'string' }).stringValue
const project = Project.fromProjectId(idOf('project'))
const internet = Network.fromNetworkId(idOf('external_network'))

const network = new Network(stack, 'net', { project })
const subnet = network.addSubnet('vms', { cidr: '10.0.0.0/24' })
const router = new Router(stack, 'edge', { project, externalNetwork: internet })
router.attach(subnet)

const web = new SecurityGroup(stack, 'web', { project })
const db = new SecurityGroup(stack, 'db', { project, defaultEgress: 'deny' })
const webs = ['web1', 'web2'].map((name) => new VmPort(stack, name, { subnet, securityGroups: [web] }))
const data = new VmPort(stack, 'db1', { subnet, securityGroups: [db] })

const address = new FloatingIp(stack, 'www', { project, network: internet })
const lb = new LoadBalancer(stack, 'lb', { project, subnet, clients: [Peer.anyIpv4()] })
lb.addListener('http', { port: 80, healthCheck: {} }).addMembers(webs, { port: 8080 })
webs[0]?.assignFloatingIp(address)

web.connections.allowFrom(lb, Port.tcp(8080))
data.connections.allowFrom(web, Port.tcp(5432))
web.connections.allowInternally(Port.ping())

new TerraformOutput(stack, 'address', { value: lb.address })

app.synth()
