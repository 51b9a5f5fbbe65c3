import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type Arguments } from '@quantumnet/api'
import { parseSchema, Session, type Tables } from '@quantumnet/ovsdb-jsonrpc'
import { Databases, Rig, until, type Server } from './rig.ts'

/** Which rows a change of a router, a floating IP or a port forward touches: those that it must, and no others. */

const WATCHED = [
  ...([
    'Logical_Router',
    'Logical_Router_Port',
    'Logical_Router_Static_Route',
    'Logical_Router_Policy',
    'NAT',
  ] as const),
  ...(['HA_Chassis_Group', 'HA_Chassis', 'Load_Balancer', 'BFD', 'Address_Set'] as const),
  ...(['Logical_Switch', 'Logical_Switch_Port', 'Port_Group', 'ACL', 'DHCP_Options'] as const),
]
const monitor = Object.fromEntries(WATCHED.map((table) => [table, '*' as const]))

const databases = new Databases()
let rig: Rig
let server: Server
let watcher: Session<Tables, typeof monitor>
const touched: string[] = []

beforeAll(async () => {
  await databases.start()
  rig = await Rig.start(databases)
  server = await rig.server()
  const schema = parseSchema(JSON.parse(readFileSync('/usr/share/ovn/ovn-nb.ovsschema', 'utf8')))
  watcher = new Session<Tables, typeof monitor>({ schema, remotes: [rig.nb.remote], monitor })
  watcher.on('change', (changes) => {
    for (const { table, before, after } of changes) {
      const what = before === null ? 'new' : after === null ? 'gone' : 'changed'
      touched.push(`${table} ${what}`)
    }
  })
  await watcher.ready()
  await makeWorld()
}, 60_000)
afterAll(async () => {
  await watcher.close()
  await rig.close()
  await databases.stop()
})

interface World {
  readonly router: string
  readonly second: string
  readonly ip: string
  readonly forward: string
  readonly route: string
  readonly policy: string
  readonly spareSubnet: string
  /** two behind the first router, one behind the second */
  readonly ports: readonly [string, string, string]
}
let world: World

const query = { wait: 'applied' } as const

const makeWorld = async (): Promise<void> => {
  const { client } = server
  // By itself: only agents register nodes.
  await rig.sql(`insert into node (name, encap_ip, agent_version, gateway)
    values ('hv1', '192.0.2.11', '0.1.0', true), ('hv2', '192.0.2.12', '0.1.0', true)`)
  const { id: project } = await client.call(routes.projects.create, { body: { name: 'red' } })
  const addNetwork = async (name: string, cidr: string, provider = {}): Promise<readonly [string, string]> => {
    const { id } = await client.call(routes.networks.create, { body: { project, name, ...provider } })
    return [id, (await client.call(routes.subnets.create, { body: { network: id, name, cidr } })).id]
  }
  const [outside] = await addNetwork('outside', '203.0.113.0/24', { type: 'external', physical_network: 'ext' })
  const [[main, mainSubnet], [other, otherSubnet]] = [
    await addNetwork('main', '10.0.1.0/24'),
    await addNetwork('other', '10.0.2.0/24'),
  ]
  const [, spareSubnet] = await addNetwork('spare', '10.0.3.0/24')
  const addRouter = async (name: string, subnet: string): Promise<string> => {
    const external = { network: outside }
    const body = { project, name, gateway_nodes: ['hv1', 'hv2'], external_gateway: external }
    const { id } = await client.call(routes.routers.create, { query, body })
    await client.call(routes.routerInterfaces.create, { query, body: { router: id, subnet } })
    return id
  }
  const [router, second] = [await addRouter('edge', mainSubnet), await addRouter('second', otherSubnet)]
  const addPort = async (name: string, network: string): Promise<string> =>
    (await client.call(routes.ports.create, { query, body: { network, name } })).id
  const ports = [await addPort('a', main), await addPort('b', main), await addPort('c', other)] as const
  const addIp = async (name: string, port: string | null): Promise<string> =>
    (
      await client.call(routes.floatingIps.create, {
        query,
        body: { project, name, network: outside, port, distributed: true },
      })
    ).id
  const ip = await addIp('www', ports[0])
  const target = { port: ports[0], port_number: 22 }
  const forwarded = {
    floating_ip: await addIp('ssh', null),
    name: 'ssh',
    protocol: 'tcp',
    external_port: 2222,
  } as const
  const forward = await client.call(routes.portForwards.create, {
    query,
    body: { ...forwarded, target: { ...target, port: ports[1] } },
  })
  const hop = { router, destination: '192.168.0.0/16', next_hop: '10.0.1.200' }
  const route = await client.call(routes.routerRoutes.create, { query, body: hop })
  const drop = {
    router,
    priority: 10,
    action: 'drop',
    match: { source: '10.0.1.0/24', destination: '10.9.0.0/16' },
  } as const
  const policy = await client.call(routes.routerPolicyRoutes.create, { query, body: drop })
  world = { router, second, ip, forward: forward.id, route: route.id, policy: policy.id, spareSubnet, ports }
}

const up = async (port: string, isUp: boolean): Promise<void> => {
  await rig.nbctl('set', 'Logical_Switch_Port', port, `up=${String(isUp)}`)
}

type Change = (client: Server['client']) => Promise<unknown>
const ofRouter = async (
  client: Server['client'],
  body: Arguments<typeof routes.routers.update>['body'],
): Promise<unknown> => await client.call(routes.routers.update, { params: { id: world.router }, query, body })
const ofIp = async (
  client: Server['client'],
  body: Arguments<typeof routes.floatingIps.update>['body'],
): Promise<unknown> => await client.call(routes.floatingIps.update, { params: { id: world.ip }, query, body })

describe('a change touches the rows that it must', () => {
  // In this order: each begins where the one before has ended.
  it.each<[string, Change, readonly string[]]>([
    ['name of a router', async (client) => await ofRouter(client, { name: 'renamed' }), ['Logical_Router changed']],
    ['order of its nodes', async (client) => await ofRouter(client, { gateway_nodes: ['hv2', 'hv1'] }), ['HA_Chassis changed', 'HA_Chassis changed']], // prettier-ignore
    ['one node less', async (client) => await ofRouter(client, { gateway_nodes: ['hv2'] }), ['HA_Chassis gone', 'HA_Chassis_Group changed']], // prettier-ignore
    [
      'no translation of what leaves',
      async (client) => {
        const { external_gateway: gateway } = await client.call(routes.routers.get, { params: { id: world.router } })
        await ofRouter(client, { external_gateway: { network: gateway?.network ?? '', snat: false } })
      },
      ['Logical_Router changed', 'NAT gone'],
    ],
    [
      'one more subnet',
      async (client) => {
        const body = { router: world.router, subnet: world.spareSubnet }
        await client.call(routes.routerInterfaces.create, { query, body })
      },
      ['Logical_Router changed', 'Logical_Router_Port new', 'Logical_Switch changed', 'Logical_Switch_Port new'],
    ],
    [
      'next hop of a route',
      async (client) => {
        await client.call(routes.routerRoutes.update, {
          params: { id: world.route },
          query,
          body: { next_hop: '10.0.1.201' },
        })
      },
      ['Logical_Router_Static_Route changed'],
    ],
    [
      'priority of a policy',
      async (client) => {
        await client.call(routes.routerPolicyRoutes.update, {
          params: { id: world.policy },
          query,
          body: { priority: 11 },
        })
      },
      ['Logical_Router_Policy changed'],
    ],
    ['a floating IP without a port', async (client) => await ofIp(client, { port: null }), ['Logical_Router changed', 'NAT gone']], // prettier-ignore
    ['and with one', async (client) => await ofIp(client, { port: world.ports[0] }), ['Logical_Router changed', 'NAT new']], // prettier-ignore
    ['and with another one', async (client) => await ofIp(client, { port: world.ports[1] }), ['NAT changed']],
    // The forward leads to this one, so the address would stay on the gateway.
    ['and back', async (client) => await ofIp(client, { port: world.ports[0] }), ['NAT changed']],
    ['its port goes up', async () => { await up(world.ports[0], true) }, ['Logical_Switch_Port changed', 'NAT changed']], // prettier-ignore
    ['its port goes down', async () => { await up(world.ports[0], false) }, ['Logical_Switch_Port changed', 'NAT changed']], // prettier-ignore
    ['a floating IP moves to another router', async (client) => await ofIp(client, { port: world.ports[2] }), ['Logical_Router changed', 'Logical_Router changed', 'NAT changed']], // prettier-ignore
    [
      'port of a forward',
      async (client) => {
        await client.call(routes.portForwards.update, {
          params: { id: world.forward },
          query,
          body: { external_port: 2223 },
        })
      },
      ['Load_Balancer changed'],
    ],
  ])('%s', async (_, change, expected) => {
    touched.length = 0
    await change(server.client)
    const seen = (): string => JSON.stringify(touched.toSorted())
    await until('the rows are touched', () => (touched.length >= expected.length ? true : undefined))
    expect(seen()).toBe(JSON.stringify(expected.toSorted()))
  })
})
