import { exampleIds, type Kind } from '@quantumnet/api'

/** What the examples know by id: every kind, and what of a kind there is twice. */
export type Thing = keyof typeof exampleIds

/** A world in the making. */
export interface Surroundings {
  /** Tells apart what has to be unique in the whole deployment. */
  readonly name: string
  /** The id of a thing that is there. */
  id(thing: Thing): string
}

/** A request by the name of its route. */
export interface Step {
  readonly route: string
  readonly params: Readonly<Record<string, string>>
  readonly body: object
}

export interface Maker {
  /** What has to be there first, though the body does not name it. */
  readonly after?: readonly Thing[]
  /** What has to happen first, by requests that make no thing of the world. */
  readonly before?: (world: Surroundings) => readonly Step[]
  /** Name of the route that makes it. Default: `create<Kind>`. */
  readonly route?: string
  readonly params?: (world: Surroundings) => Readonly<Record<string, string>>
  /** Fields beside those of the route's example. */
  readonly body?: (world: Surroundings) => Readonly<Record<string, unknown>>
  /** It goes with what it is in, and has no deletion of its own to wait for. */
  readonly part?: true
  /** Fields with which there can be one more of them, beside the other name, which is "second" or "another". */
  readonly more?: (name: string) => Readonly<Record<string, unknown>>
}

const registered = (name: string): Step => ({
  route: 'registerNode',
  params: { name },
  body: { encap_ip: '192.0.2.12', agent_version: '0.1.0' },
})

/** Made from the example of its create route as it is. */
const asInTheExample: Maker = {}

/**
 * How a world gets one of each kind. A new kind needs an entry here (its absence is a type error), mostly `asInTheExample`: its `examples.create`
 * then refers to other kinds by `exampleIds`.
 */
export const makers: Readonly<Record<Thing, Maker>> & Readonly<Partial<Record<Kind, Maker>>> = {
  project: { body: ({ name }) => ({ name, dns_label: name }), more: (name) => ({ dns_label: name }) },
  network: asInTheExample,
  subnet: { more: (name) => ({ cidr: name === 'second' ? '10.0.1.0/24' : '10.0.2.0/24' }) },
  subnet_pool: { more: (name) => ({ prefixes: [name === 'second' ? '10.96.0.0/14' : '10.100.0.0/14'] }) },
  address: { more: (name) => ({ ip: name === 'second' ? '10.0.0.21' : '10.0.0.22' }) },
  port: { more: (name) => ({ vm: { name } }) },
  security_group: asInTheExample,
  security_group_rule: { part: true, more: (name) => ({ position: name === 'second' ? 101 : 102 }) },
  address_group: asInTheExample,
  policy: { body: ({ name }) => ({ name }) },
  policy_rule: { part: true, more: (name) => ({ position: name === 'second' ? 101 : 102 }) },
  external_network: {
    route: 'createNetwork',
    // One untagged network on each wire of the deployment.
    body: ({ name }) => ({ name: 'public', type: 'external', physical_network: `ext-${name}` }),
  },
  external_subnet: {
    route: 'createSubnet',
    body: () => ({ network: exampleIds.external_network, name: 'public', cidr: '203.0.113.0/24' }),
  },
  router: { after: ['external_subnet'] },
  router_interface: { part: true, more: (name) => ({ ip: name === 'second' ? '10.0.0.201' : '10.0.0.202' }) },
  router_route: {
    part: true,
    after: ['router_interface'],
    more: (name) => ({ next_hop: name === 'second' ? '10.0.0.201' : '10.0.0.202' }),
  },
  router_policy_route: {
    part: true,
    after: ['router_interface'],
    more: (name) => ({ priority: name === 'second' ? 1001 : 1002 }),
  },
  floating_ip: { after: ['router_interface'], more: () => ({ port: null }) },
  port_forward: { more: (name) => ({ external_port: name === 'second' ? 2223 : 2224 }) },
  node: { route: 'registerNode', params: () => ({ name: 'hv1' }) },
  migration: {
    after: ['node', 'port'],
    before: (world) => [
      registered('hv2'),
      {
        route: 'reportNode',
        params: { name: 'hv1' },
        body: { interfaces: [{ port: world.id('port'), interface: 'tap0', state: 'up', reason: null }] },
      },
    ],
  },
  token: asInTheExample,
  join_token: { body: ({ name }) => ({ name }) },
  role_binding: { more: () => ({ role: 'operator' }) },
  operation: {
    route: 'drainNode',
    params: ({ name }) => ({ name: `drained-${name}` }),
    before: ({ name }) => [registered(`drained-${name}`)],
  },
  load_balancer: { more: () => ({ vip: { subnet: exampleIds.subnet } }) },
  load_balancer_listener: { part: true, more: (name) => ({ port: name === 'second' ? 8443 : 9443 }) },
  load_balancer_pool: { part: true },
  load_balancer_member: {
    part: true,
    more: (name) => ({ target: { port: exampleIds.port, port_number: name === 'second' ? 8444 : 8445 } }),
  },
  qos_policy: asInTheExample,
  dns_zone: { more: (name) => ({ name: `${name}.example` }) },
  dns_record: { more: (name) => ({ name: `_${name}._tcp` }) },
  dns_forwarder: { more: (name) => ({ domain: `${name}.example` }) },
}
