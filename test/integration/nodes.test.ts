import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, viewZone, type Binding, type InterfaceReport, type NodeDesired, type Port } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { watch, type Watched } from '../harness/stream.ts'
import { makeTenancy } from '../harness/tenancy.ts'

type Desired = Watched<typeof routes.nodes.desired>

let server: TestServer
const open = new Set<Desired>()
beforeAll(async () => {
  server = await startServer()
  await register('hv1')
  await register('hv2')
})
afterEach(async () => {
  for (const stream of open) await stream.close()
  open.clear()
  await server.rows('delete from port')
})
afterAll(async () => {
  await server.close()
})

const register = async (name: string, encap_ip = '192.0.2.1'): Promise<{ deployment: string; registered_at: string }> =>
  await server.as('node').call(routes.nodes.register, { params: { name }, body: { encap_ip, agent_version: '1.2.3' } })
const watchNode = (name: string): Desired => {
  const stream = watch(server.as('node'), { route: routes.nodes.desired, params: { name } })
  open.add(stream)
  return stream
}
const report = async (name: string, interfaces: readonly Partial<InterfaceReport>[]): Promise<string[]> => {
  const filled = interfaces.map((one) => ({ port: '', interface: 'tap0', state: 'up' as const, reason: null, ...one }))
  const body = { interfaces: filled }
  return (await server.as('node').call(routes.nodes.report, { params: { name }, body })).gone
}
const unreadable = async (name: string, ...matches: readonly string[]): Promise<void> => {
  const told = matches.map((match) => ({ match, error: 'expecting address set name' }))
  const body = { interfaces: [], unreadable_matches: told }
  await server.as('node').call(routes.nodes.report, { params: { name }, body })
}
const makePort = async (network: string, body: object = {}): Promise<Port> =>
  await server.as('admin').call(routes.ports.create, { body: { network, ...body } })
const bindingOf = async (id: string): Promise<Binding> =>
  (await server.as('admin').call(routes.ports.get, { params: { id } })).binding
const withPorts = async (stream: Desired, ids: readonly string[], from = 0): Promise<NodeDesired> =>
  (
    await stream.find(
      `ports ${ids.join(', ')}`,
      (event) => {
        const has = event.data.ports.map(({ id }) => id)
        return has.length === ids.length && ids.every((id) => has.includes(id as Port['id'])) ? event : undefined
      },
      from,
    )
  ).data

describe('a registration', () => {
  it('tells the deployment, and is the same twice', async () => {
    const [first, second] = [await register('hv3'), await register('hv3', '192.0.2.9')]
    expect(second).toEqual(first)
    expect(await server.rows('select host(encap_ip) as ip from node where name = $1', ['hv3'])).toEqual([
      { ip: '192.0.2.9' },
    ])
    expect(await server.rows('select id from deployment')).toEqual([{ id: first.deployment }])
  })

  it('is needed for reports and for the desired state', async () => {
    const reported = await refusal(report('hv99', []))
    const watched = await refusal(
      server.as('node').open(routes.nodes.desired, { params: { name: 'hv99' } }, new AbortController().signal),
    )
    expect([reported.code, watched.code]).toEqual(['not_found', 'not_found'])
  })
})

describe("a node's desired state", () => {
  it('holds ports requested on it, and the DNS edges of their networks', async () => {
    const { network, subnet } = await makeTenancy(server, 'requested', '10.50.0.0/24')
    const port = await makePort(network.id, { node: 'hv1', hostname: 'vm1' })
    await makePort(network.id, { node: 'hv2' })
    await makePort(network.id)
    const desired = await withPorts(watchNode('hv1'), [port.id])
    expect(desired.ports).toEqual([
      {
        id: port.id,
        network: network.id,
        mac: port.mac,
        addresses: ['10.50.0.3'],
        requested: true,
        secured: true,
        shaping: null,
      },
    ])
    expect(desired.edges).toEqual([
      {
        subnet: subnet.id,
        network: network.id,
        cidr: '10.50.0.0/24',
        address: '10.50.0.2',
        mac: expect.stringMatching(/^02:/),
        interface_id: `dns-${subnet.id}`,
        zone: 'requested.internal',
        ...{ views: [], forwarders: [], reverse: { zone: viewZone(network.id), domains: ['0.50.10.in-addr.arpa'] } },
      },
    ])
  })

  it('holds a port of no node in particular from its binding on', async () => {
    const { network } = await makeTenancy(server, 'bound')
    const port = await makePort(network.id)
    const stream = watchNode('hv1')
    await withPorts(stream, [])
    await report('hv1', [{ port: port.id }])
    const desired = await withPorts(stream, [port.id])
    expect(desired.ports[0]!.requested).toBe(false)
    await report('hv1', [])
    await withPorts(
      stream,
      [],
      stream.events.findIndex((event) => event.data.ports.length === 1),
    )
  })

  it('follows a port that is requested elsewhere, and one that is deleted', async () => {
    const { network } = await makeTenancy(server, 'moves')
    const port = await makePort(network.id, { node: 'hv1' })
    const [from, to] = [watchNode('hv1'), watchNode('hv2')]
    await withPorts(from, [port.id])
    await withPorts(to, [])
    await server.as('admin').call(routes.ports.update, { params: { id: port.id }, body: { node: 'hv2' } })
    await withPorts(to, [port.id])
    await withPorts(from, [], 1)
    await server.as('admin').call(routes.ports.delete, { params: { id: port.id } })
    await withPorts(to, [], 2)
  })

  it('is told anew when a subnet of its networks comes, and only then', async () => {
    const { network } = await makeTenancy(server, 'edges', '10.51.0.0/24')
    const port = await makePort(network.id, { node: 'hv2' })
    const stream = watchNode('hv2')
    await withPorts(stream, [port.id])
    const elsewhere = await makeTenancy(server, 'elsewhere')
    await makePort(elsewhere.network.id, { node: 'hv1' })
    const body = { network: network.id, name: 'more', cidr: '10.52.0.0/24' }
    await server.as('admin').call(routes.subnets.create, { body })
    const { data } = await stream.find('two edges', (event) => (event.data.edges.length === 2 ? event : undefined))
    expect(data.edges.map(({ address }) => address).sort()).toEqual(['10.51.0.2', '10.52.0.2'])
    expect(stream.events).toHaveLength(2)
  })

  it('is whole again on a new connection', async () => {
    const { network } = await makeTenancy(server, 'again')
    const port = await makePort(network.id, { node: 'hv1' })
    const first = watchNode('hv1')
    const before = await withPorts(first, [port.id])
    await first.close()
    expect(await withPorts(watchNode('hv1'), [port.id])).toEqual(before)
  })
})

describe('a port whose only hypervisor is none', () => {
  it('says so until one of this name is registered, and keeps nobody waiting for it', async () => {
    const { network } = await makeTenancy(server, 'none-such')
    const { id } = await makePort(network.id, { node: 'hv9' })
    const read = async (query = {}): Promise<Port> =>
      await server.as('admin').call(routes.ports.get, { params: { id }, query })
    const missing = { type: 'Waiting', reason: 'NoSuchNode', message: expect.stringContaining('"hv9"') }
    expect((await read()).status.conditions).toEqual([expect.objectContaining(missing)])
    expect((await read()).binding).toMatchObject({ state: 'unbound', reason: expect.stringContaining('"hv9"') })

    // As the reconciler does: it is in OVN, and comes no further.
    await server.rows('update port set applied_generation = generation where id = $1', [id])
    const answer = read({ wait: 'realized', wait_timeout: 60 })
    const late = AbortSignal.timeout(30_000)
    const ended = await Promise.race([
      answer.then(({ status }) => status.state),
      new Promise<string>((resolve) => {
        late.addEventListener('abort', () => {
          resolve('still waiting')
        })
      }),
    ])
    expect(ended).toBe('applied')

    await register('hv9')
    expect((await read()).status.conditions).toEqual([])
    expect((await read()).binding.reason).toContain('nothing is plugged in')
    await server.rows(`update node set service = 'decommissioned' where name = 'hv9'`)
    expect((await read()).status.conditions).toMatchObject([missing])
  })
})

describe('a report', () => {
  it('binds, changes and unbinds ports, with one event for each change and none without', async () => {
    const { network, project } = await makeTenancy(server, 'binds')
    const port = await makePort(network.id)
    const events = async (): Promise<number> =>
      (await server.rows(`select from event where project_id = $1 and action = 'status'`, [project.id])).length
    await report('hv1', [{ port: port.id, state: 'down', reason: 'no flows yet' }])
    expect(await bindingOf(port.id)).toMatchObject({ node: 'hv1', state: 'down', reason: 'no flows yet' })
    await report('hv1', [{ port: port.id, state: 'up', reason: 'ignored' }])
    const up = await bindingOf(port.id)
    expect(up).toMatchObject({ node: 'hv1', state: 'up', reason: null })
    await report('hv1', [{ port: port.id }])
    expect(await bindingOf(port.id)).toEqual(up)
    expect(await events()).toBe(2)
    await report('hv1', [])
    expect(await bindingOf(port.id)).toMatchObject({
      ...{
        node: null,
        state: 'unbound',
        reason: 'nothing is plugged in: no hypervisor has told of an interface of it',
      },
    })
    expect(await events()).toBe(3)
  })

  it('binds a port that was held to be unverified, and says nothing of whether its chassis has what was applied', async () => {
    const { network } = await makeTenancy(server, 'verified')
    const port = await makePort(network.id)
    await server.rows('update port set applied_generation = generation where id = $1', [port.id])
    await report('hv1', [{ port: port.id, state: 'unverified', reason: 'a second interface has its MAC' }])
    await report('hv1', [{ port: port.id }])
    const { status, binding } = await server.as('admin').call(routes.ports.get, { params: { id: port.id } })
    expect([binding.state, status.state]).toEqual(['up', 'applied'])
  })

  it('unbinds only what this node had', async () => {
    const { network } = await makeTenancy(server, 'others')
    const port = await makePort(network.id)
    await report('hv1', [{ port: port.id }])
    await report('hv2', [])
    expect(await bindingOf(port.id)).toMatchObject({ node: 'hv1', state: 'up' })
  })

  it('moves a port here when it is up here, and not before', async () => {
    const { network } = await makeTenancy(server, 'migrates')
    const port = await makePort(network.id)
    await report('hv1', [{ port: port.id }])
    await report('hv2', [{ port: port.id, state: 'down', reason: 'waits' }])
    expect(await bindingOf(port.id)).toMatchObject({ node: 'hv1', state: 'up' })
    await report('hv2', [{ port: port.id }])
    expect(await bindingOf(port.id)).toMatchObject({ node: 'hv2', state: 'up' })
    await report('hv1', [])
    expect(await bindingOf(port.id)).toMatchObject({ node: 'hv2', state: 'up' })
  })

  it('of a port that belongs on another node says so on the port, and binds nothing', async () => {
    const { network } = await makeTenancy(server, 'wrong-node')
    const port = await makePort(network.id, { node: 'hv1' })
    const stream = watchNode('hv2')
    await report('hv2', [{ port: port.id }])
    const wrong = await bindingOf(port.id)
    expect(wrong).toMatchObject({ node: 'hv2', state: 'down' })
    expect(wrong.reason).toBe('its interface is on hv2, but only hv1 may bind it')
    await report('hv1', [{ port: port.id, state: 'down', reason: 'no flows yet' }])
    await report('hv2', [{ port: port.id }])
    expect(await bindingOf(port.id)).toMatchObject({ node: 'hv1', state: 'down' })
    await report('hv1', [{ port: port.id }])
    await report('hv2', [{ port: port.id }])
    expect(await bindingOf(port.id)).toMatchObject({ node: 'hv1', state: 'up' })
    await eventually(() => (stream.events.length > 0 ? true : undefined), { what: 'a desired state', timeoutMs: 5_000 })
    expect(stream.events.at(-1)!.data.ports).toEqual([])
  })

  it('does not take a port down that OVN says is up where it belongs', async () => {
    const { network } = await makeTenancy(server, 'ovn-says')
    const port = await makePort(network.id, { node: 'hv1' })
    await server.rows(`update port set binding_state = 'up' where id = $1`, [port.id])
    await report('hv2', [{ port: port.id }])
    expect(await bindingOf(port.id)).toMatchObject({ node: null, state: 'up' })
  })

  it('takes the best of several interfaces of one port', async () => {
    const { network } = await makeTenancy(server, 'several')
    const port = await makePort(network.id)
    await report('hv1', [
      { port: port.id, state: 'down', reason: 'stale' },
      { port: port.id, state: 'up' },
      { port: port.id, state: 'unverified', reason: 'copy' },
    ])
    expect(await bindingOf(port.id)).toMatchObject({ state: 'up' })
  })

  it('is told which ports are gone by a record, and never of one that is merely unknown', async () => {
    const { network } = await makeTenancy(server, 'gone')
    const [alive, tombstone, removed] = await Promise.all([
      makePort(network.id),
      makePort(network.id),
      makePort(network.id),
    ])
    const unknown = '0198c5a1-0000-7000-8000-00000000dead'
    for (const { id } of [tombstone, removed]) await server.as('admin').call(routes.ports.delete, { params: { id } })
    await server.rows('delete from port where id = $1', [removed.id])
    await server.rows(`insert into event (project_id, kind, resource_id, action) values ($1, 'port', $2, 'deleted')`, [
      removed.project,
      removed.id,
    ])
    const ids = [alive.id, tombstone.id, removed.id, unknown]
    const gone = await report(
      'hv1',
      ids.map((port) => ({ port: port as Port['id'] })),
    )
    expect(gone.sort()).toEqual([tombstone.id, removed.id].sort())
    expect(await bindingOf(tombstone.id)).toMatchObject({ node: null, state: 'unbound' })
  })

  it('may be of thousands of interfaces', async () => {
    const { network, project } = await makeTenancy(server, 'thousands')
    const ports = await server.rows<{ id: string }>(
      `insert into port (id, project_id, network_id, name, mac, port_security, admin_up, description, labels, create_digest)
       select gen_random_uuid(), $1, $2, 'p' || n, ('0600' || lpad(to_hex(n), 8, '0'))::macaddr, true, true, '', '{}', ''
       from generate_series(1, 5000) n returning id`,
      [project.id, network.id],
    )
    await report(
      'hv1',
      ports.map(({ id }) => ({ port: id as Port['id'] })),
    )
    const bound = await server.rows(`select from port where network_id = $1 and binding_state = 'up'`, [network.id])
    expect(bound).toHaveLength(5_000)
    await report('hv1', [])
    expect(await server.rows(`select from port where binding_state = 'up'`)).toEqual([])
  })
})

describe('what ovn-controller cannot read', () => {
  it('is told by the hypervisor, and by the group that it was made of, until the last of them can read it', async () => {
    const admin = server.as('admin')
    const { project } = await makeTenancy(server, 'unread')
    const { id } = await admin.call(routes.securityGroups.create, { body: { project: project.id, name: 'web' } })
    const rule = await admin.call(routes.securityGroupRules.create, {
      body: { security_group: id, direction: 'ingress', ethertype: 'ipv4', remote_group: id },
    })
    const told = async (): Promise<readonly string[]> =>
      (await admin.call(routes.securityGroups.get, { params: { id } })).status.conditions
        .filter(({ type }) => type === 'MatchFailed')
        .map(({ message }) => message)
    const pg = `sg_${id.replaceAll('-', '_')}`
    const match = `(reg0[7] == 1) && outport == @${pg} && ip4 && ip4.src == $${pg}_v4`
    await Promise.all([unreadable('hv1', match), unreadable('hv2', match)])
    const [message] = await told()
    for (const node of ['hv1', 'hv2']) expect(message).toContain(`rule ${rule.id} has no effect on ${node}: `)
    expect((await admin.call(routes.securityGroups.get, { params: { id } })).status.state).toBe('error')
    expect((await admin.call(routes.nodes.get, { params: { name: 'hv1' } })).status.conditions).toMatchObject([
      { type: 'UnreadableMatch', message: `ovn-controller cannot read "${match}": expecting address set name` },
    ])
    await unreadable('hv1')
    expect(await told()).toEqual([expect.not.stringContaining('hv1')])
    await report('hv2', [])
    expect(await told()).toHaveLength(1)
    await unreadable('hv2')
    expect(await told()).toEqual([])
    expect((await admin.call(routes.nodes.get, { params: { name: 'hv2' } })).status.conditions).toEqual([])
  })
})
