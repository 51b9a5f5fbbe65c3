import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { TerraformStack, TerraformVariable, Testing } from 'cdktf'
import { makeStack, resourcesOf } from '../fixture.ts'
import * as qn from '../index.ts'

/** What each pattern becomes, and what it refuses. */

const WRITE = process.env['GOLDEN'] === 'write'

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const project = qn.Project.fromProjectId(ID)
const externalNetwork = qn.Network.fromNetworkId('01890a5d-ac96-774b-bcce-b302099a8058')

/** Its resources, one a line. */
const textOf = (stack: TerraformStack): string =>
  Object.entries(resourcesOf(stack))
    .map(([address, values]) => `${address} ${JSON.stringify(values)}\n`)
    .sort()
    .join('')

/** The stack is as golden/<name>.txt says; `GOLDEN=write` writes that anew, to be read before it is committed. */
const expectGolden = (name: string, stack: TerraformStack): void => {
  const file = fileURLToPath(new URL(`golden/${name}.txt`, import.meta.url))
  const text = textOf(stack)
  if (WRITE) {
    mkdirSync(fileURLToPath(new URL('golden', import.meta.url)), { recursive: true })
    writeFileSync(file, text)
  }
  if (!existsSync(file)) throw new Error(`there is no golden ${name}: write it with GOLDEN=write, and read it`)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

const subnetIn = (stack: TerraformStack): qn.Subnet =>
  new qn.Network(stack, 'net', { project }).addSubnet('vms', { cidr: '10.0.0.0/24' })

const vmsIn = (stack: TerraformStack, subnet: qn.ISubnet, names: readonly string[]): readonly qn.VmPort[] => {
  const group = new qn.SecurityGroup(stack, 'servers', { project })
  return names.map((name) => new qn.VmPort(stack, name, { subnet, securityGroups: [group] }))
}

describe('a pattern becomes', () => {
  it.each<[string, (stack: TerraformStack) => unknown]>([
    ['three-tier', (s) => new qn.ThreeTierApplication(s, 'shop', { project, externalNetwork })],
    [
      'three-tier-otherwise',
      (s) =>
        new qn.ThreeTierApplication(s, 'app', {
          ...{ project, externalNetwork, name: 'crm', gatewayNodes: ['hv2', 'hv1'] },
          ...{ webs: ['w1', 'w2', 'w3'], apps: ['logic'], dbs: [], publicPorts: [443], appPort: 9000, dbPort: 3306 },
          ...{ webCidr: '10.1.0.0/24', appCidr: '10.1.1.0/24', dbCidr: '10.1.2.0/24', healthCheck: { interval: 2 } },
          floatingIp: qn.FloatingIp.fromFloatingIpId(ID),
          clients: [qn.Peer.cidr('198.51.100.0/24')],
        }),
    ],
    [
      'isolated-network',
      (s) => {
        const lab = new qn.IsolatedNetwork(s, 'lab', { project, externalNetwork })
        lab.addVm('worker')
        lab.addPublicVm('bastion', { openPorts: [qn.Port.tcp(22), qn.Port.ping()] })
      },
    ],
    [
      'isolated-network-of-strangers',
      (s) => {
        const guests = new qn.IsolatedNetwork(s, 'guests', { project, externalNetwork, reachEachOther: false })
        guests.addPublicVm('www', {
          openPorts: [qn.Port.tcp(443)],
          clients: [qn.Peer.cidr('198.51.100.0/24')],
          vmName: 'w',
        })
      },
    ],
    [
      'ha-load-balancer-outside',
      (s) => {
        const subnet = subnetIn(s)
        new qn.HaLoadBalancer(s, 'www', {
          ...{ project, subnet, externalNetwork, ports: [80, 443], sessionAffinity: true },
          members: vmsIn(s, subnet, ['one', 'two']),
        })
        // After the load balancer, which waits for it all the same.
        new qn.Router(s, 'edge', { project, externalNetwork }).attach(subnet)
      },
    ],
    [
      'ha-load-balancer-inside',
      (s) => {
        const subnet = subnetIn(s)
        const [one, two, three] = vmsIn(s, subnet, ['one', 'two', 'three']) as [qn.VmPort, qn.VmPort, qn.VmPort]
        const clients = [qn.Peer.cidr('10.0.0.0/8')]
        new qn.HaLoadBalancer(s, 'db', {
          subnet,
          clients,
          address: '10.0.0.99',
          members: [one, two],
          ports: [5432],
          memberPort: 6432,
        }).addMembers([three])
      },
    ],
    [
      'hub-and-spoke',
      (s) => {
        const hub = new qn.HubAndSpoke(s, 'hub', {
          ...{ project, externalNetwork },
          spokes: {
            shop: { project: new qn.Project(s, 'shop'), cidr: '10.64.1.0/24' },
            billing: { cidr: '10.64.2.0/24' },
          },
        })
        hub.connect('shop', 'billing')
      },
    ],
    [
      'network-per-environment',
      (s) => {
        const { environments } = new qn.NetworkPerEnvironment(s, 'shop', {
          environments: { dev: project, prod: new qn.Project(s, 'shop-prod') },
          externalNetwork,
        })
        environments.dev.addVm('web-dev')
        environments.prod.addVm('web').assignFloatingIp(qn.FloatingIp.fromFloatingIpId(ID))
      },
    ],
  ])('%s', (name, make) => {
    const stack = makeStack()
    make(stack)
    expectGolden(name, stack)
  })

  it('parts that can be gone on with', () => {
    const stack = makeStack()
    const shop = new qn.ThreeTierApplication(stack, 'shop', { project, externalNetwork })
    const admin = new qn.SecurityGroup(stack, 'admin', { project })
    shop.db.connections.allowFrom(admin, qn.Port.tcp(22))
    shop.entrance.addMembers([shop.web.addVm('web3')])
    const made = Object.keys(resourcesOf(stack))
    expect(made).toContain('security_group_rule.shop_db_group_ingress-ipv4-tcp-22-stack--admin')
    expect(made.filter((address) => address.endsWith('-web3')).sort()).toEqual([
      'load_balancer_member.shop_entrance_balancer_tcp-443_member-stack--shop--web--web3',
      'load_balancer_member.shop_entrance_balancer_tcp-80_member-stack--shop--web--web3',
    ])
  })
})

describe('a pattern over two stacks', () => {
  it('takes what the other one has made, and waits for nothing in it', () => {
    const app = Testing.app()
    const [base, top] = ['base', 'top'].map((name) => {
      const stack = new TerraformStack(app, name)
      new qn.QuantumnetProvider(stack, 'quantumnet')
      return stack
    }) as [TerraformStack, TerraformStack]
    const { subnet } = new qn.IsolatedNetwork(base, 'lab', { project, externalNetwork })
    new qn.HaLoadBalancer(top, 'www', { subnet, members: vmsIn(top, subnet, ['one', 'two']) })
    // What an app does before it synthesises its stacks: an output appears once the other stack has asked for it.
    top.prepareStack()
    const reference = /^\$\{data\.terraform_remote_state\..*base.*\}$/
    expect(resourcesOf(top)).toMatchObject({
      'load_balancer.www_balancer': { vip: { subnet: expect.stringMatching(reference) }, depends_on: [] },
      'port.one': { network: expect.stringMatching(reference) },
    })
  })
})

describe('a pattern refuses, with what is allowed and what to do,', () => {
  const spokes = { a: { cidr: '10.64.1.0/24' }, b: { cidr: '10.64.2.0/24' } }

  it.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      'tiers that overlap',
      (s) => new qn.ThreeTierApplication(s, 'a', { externalNetwork, appCidr: '10.0.0.0/16' }),
      'ThreeTierApplication "stack/a": webCidr (10.0.1.0/24) overlaps appCidr (10.0.0.0/16): a router leads to each address only once',
    ],
    [
      'two VMs of one name',
      (s) => new qn.ThreeTierApplication(s, 'a', { externalNetwork, apps: ['web1'] }),
      'ThreeTierApplication "stack/a": has two VMs that are called "web1": give each a name of its own',
    ],
    [
      'a block that is none',
      (s) => new qn.ThreeTierApplication(s, 'a', { externalNetwork, dbCidr: '10.0.3.1/24' }),
      'Subnet "stack/a/db/network/subnet": cidr is "10.0.3.1/24": has host bits set; the block is 10.0.3.0/24',
    ],
    [
      'one web',
      (s) => new qn.ThreeTierApplication(s, 'a', { externalNetwork, webs: ['only'] }),
      'HaLoadBalancer "stack/a/entrance": has 1 members: must be at least 2, so that one of them may fail',
    ],
    [
      'a load balancer without a port',
      (s) => {
        const subnet = subnetIn(s)
        new qn.HaLoadBalancer(s, 'a', { subnet, members: vmsIn(s, subnet, ['x', 'y']), ports: [] })
      },
      'HaLoadBalancer "stack/a": ports is []: must have at least one, such as 80',
    ],
    [
      'two addresses of a load balancer',
      (s) => {
        const subnet = subnetIn(s)
        const floatingIp = qn.FloatingIp.fromFloatingIpId(ID)
        new qn.HaLoadBalancer(s, 'a', { subnet, members: vmsIn(s, subnet, ['x', 'y']), externalNetwork, floatingIp })
      },
      'HaLoadBalancer "stack/a": has both externalNetwork and floatingIp: give one of them, or neither for an address inside',
    ],
    [
      'members that no rule can be for',
      (s) => {
        const subnet = subnetIn(s)
        const members = ['x', 'y'].map((name) => new qn.VmPort(s, name, { subnet }))
        new qn.HaLoadBalancer(s, 'a', { subnet, members })
      },
      '"stack/x": this port has no security group of the app, so there is nowhere to put the rule',
    ],
    [
      'a public VM without an open port',
      (s) => new qn.IsolatedNetwork(s, 'a', { externalNetwork }).addPublicVm('vm', { openPorts: [] }),
      'PublicVm "stack/a/vm": openPorts is []: must have at least one, such as Port.tcp(22); a VM that nobody reaches is made by addVm',
    ],
    [
      'a hub without spokes',
      (s) => new qn.HubAndSpoke(s, 'a', { spokes: {} }),
      `HubAndSpoke "stack/a": spokes is {}: must have at least one, such as { shop: { cidr: '10.64.1.0/24' } }`,
    ],
    [
      'a spoke outside of the block of spokes',
      (s) => new qn.HubAndSpoke(s, 'a', { spokes: { ...spokes, c: { cidr: '10.0.9.0/24' } } }),
      'HubAndSpoke "stack/a": spokes.c.cidr (10.0.9.0/24) must be a part of spokesCidr (10.64.0.0/10)',
    ],
    [
      'spokes that overlap',
      (s) => new qn.HubAndSpoke(s, 'a', { spokes: { ...spokes, c: { cidr: '10.64.1.128/25' } } }),
      'HubAndSpoke "stack/a": spokes.c.cidr (10.64.1.128/25) overlaps spokes.a.cidr (10.64.1.0/24): a router leads to each address only once',
    ],
    [
      'services among the spokes',
      (s) => new qn.HubAndSpoke(s, 'a', { spokes, servicesCidr: '10.64.9.0/24' }),
      'HubAndSpoke "stack/a": servicesCidr (10.64.9.0/24) overlaps spokesCidr (10.64.0.0/10): a router leads to each address only once',
    ],
    [
      'a spoke connected with itself',
      (s) => {
        new qn.HubAndSpoke(s, 'a', { spokes }).connect('a', 'a')
      },
      'HubAndSpoke "stack/a": cannot connect "a" with itself: give two spokes',
    ],
    [
      'spokes connected twice',
      (s) => {
        const hub = new qn.HubAndSpoke(s, 'a', { spokes })
        hub.connect('a', 'b')
        hub.connect('b', 'a')
      },
      'HubAndSpoke "stack/a": has connected "b" and "a" already',
    ],
    [
      'no environment',
      (s) => new qn.NetworkPerEnvironment(s, 'a', { environments: {} }),
      'NetworkPerEnvironment "stack/a": environments is {}: must have at least one, such as { dev: project, prod: otherProject }',
    ],
    [
      'an environment whose name is no name',
      (s) => new qn.NetworkPerEnvironment(s, 'a', { environments: { 'my env': project } }),
      'name is "a-my env": must be 1 to 63 letters',
    ],
  ])('%s', (_what, make, expected) => {
    expect(() => make(makeStack())).toThrow(expected)
  })

  it('nothing that only Terraform knows', () => {
    const stack = makeStack()
    const cidr = new TerraformVariable(stack, 'block', { type: 'string' }).stringValue
    new qn.ThreeTierApplication(stack, 'shop', { externalNetwork, webCidr: cidr })
    new qn.HubAndSpoke(stack, 'hub', { spokes: { a: { cidr }, b: { cidr: '10.64.1.0/24' } } })
    expect(resourcesOf(stack)).toMatchObject({
      'subnet.shop_web_network_subnet': { cidr: '${var.block}' },
      'router_route.hub_router_to-a': { destination: '${var.block}' },
    })
  })
})
