import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Client } from '@quantumnet/api'
import { routes, type InterfaceReport, type Migration, type Node, type OperationView, type Port } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'
import { makeToken, type Holder } from '../harness/tokens.ts'

let server: TestServer
let tenancy: Tenancy
let [viewer, operator]: Holder[] = []
let aheadMs = 0
beforeAll(async () => {
  server = await startServer({ clock: () => new Date(performance.timeOrigin + performance.now() + aheadMs) })
  tenancy = await makeTenancy(server, 'fleet')
  viewer = await makeToken(server, 'viewer', tenancy.project.id)
  operator = await makeToken(server, 'operator', tenancy.project.id)
})
afterAll(async () => {
  await server.close()
})

const { list, get, update, drain, undrain, decommission } = routes.nodes
const admin = (): Client => server.as('admin')
const register = async (name: string, rest: object = {}, by: Client = server.as('node')): Promise<void> => {
  await by.call(routes.nodes.register, {
    params: { name },
    body: { encap_ip: '192.0.2.1', agent_version: '1.2.3', ...rest },
  })
}
const report = async (name: string, ports: readonly Port[], by: Client = server.as('node')): Promise<void> => {
  const interfaces = ports.map(({ id }): InterfaceReport => ({
    port: id,
    interface: 'tap0',
    state: 'up',
    reason: null,
  }))
  await by.call(routes.nodes.report, { params: { name }, body: { interfaces } })
}
const read = async (name: string): Promise<Node> => await admin().call(get, { params: { name } })
const stateOf = async (name: string): Promise<string> => (await read(name)).state
const makePort = async (body: object = {}): Promise<Port> =>
  await admin().call(routes.ports.create, { body: { network: tenancy.network.id, ...body } })
const operationOf = async (id: string): Promise<OperationView> =>
  await admin().call(routes.operations.get, { params: { id: id } })

describe('a node', () => {
  it('tells what its agent said, and keeps what a later registration leaves out', async () => {
    await register('hv1', {
      bridge_mappings: { ext: 'br-ex' },
      gateway: true,
      versions: { ovs: '3.1.0', ovn: '23.03.1' },
    })
    const first = await read('hv1')
    expect(first).toMatchObject({
      ...{ name: 'hv1', state: 'ready', chassis: 'hv1', gateway: true, physical_networks: ['ext'] },
      ...{ encap: { type: 'geneve', ip: '192.0.2.1' }, bridge_mappings: { ext: 'br-ex' } },
      versions: { agent: '1.2.3', ovs: '3.1.0', ovn: '23.03.1' },
    })
    await register('hv1', { encap_ip: '192.0.2.2' })
    const second = await read('hv1')
    expect(second).toMatchObject({ gateway: true, bridge_mappings: { ext: 'br-ex' }, encap: { ip: '192.0.2.2' } })
    await register('hv1', { encap_ip: '192.0.2.2' })
    expect((await read('hv1')).generation).toBe(second.generation)
    const audit = await admin().call(routes.audit.list, { query: { resource: first.id } })
    expect(audit.items.map(({ action, token }) => [action, token?.name])).toEqual([
      ['update', 'bootstrap-node'],
      ['create', 'bootstrap-node'],
    ])
  })

  it('is for operators without its inside, and not for viewers', async () => {
    const shown = await operator!.client.call(get, { params: { name: 'hv1' } })
    expect(Object.keys(shown).sort()).toEqual([
      'created_at',
      'description',
      'gateway',
      'generation',
      'id',
      'labels',
      'name',
      'physical_networks',
      'seen_at',
      'state',
      'status',
      'updated_at',
    ])
    expect((await operator!.client.call(list, {})).items.map(({ name }) => name)).toContain('hv1')
    expect((await refusal(viewer!.client.call(list, {}))).code).toBe('forbidden')
    expect((await refusal(viewer!.client.call(get, { params: { name: 'hv1' } }))).code).toBe('forbidden')
    expect((await refusal(operator!.client.call(drain, { params: { name: 'hv1' } }))).code).toBe('forbidden')
    expect((await refusal(admin().call(get, { params: { name: 'nowhere' } }))).code).toBe('not_found')
  })

  it('has labels that a list selects by', async () => {
    await register('hv-label')
    const body = { labels: { rack: '4' }, description: 'upper row' }
    expect(await admin().call(update, { params: { name: 'hv-label' }, body })).toMatchObject(body)
    const { items } = await admin().call(list, { query: { label_selector: 'rack=4' } })
    expect(items.map(({ name }) => name)).toEqual(['hv-label'])
  })

  it('is silent when nothing was heard of it for 45 s', async () => {
    await register('hv-quiet')
    expect(await stateOf('hv-quiet')).toBe('ready')
    aheadMs += 46_000
    try {
      expect(await stateOf('hv-quiet')).toBe('silent')
    } finally {
      aheadMs -= 46_000
    }
  })

  it('is spoken for by its own token only, when the token was made for it', async () => {
    const { client } = await makeToken(server, 'node', null, { node: 'hv-own' })
    await register('hv-own', {}, client)
    await report('hv-own', [], client)
    expect((await refusal(register('hv-other', {}, client))).code).toBe('forbidden')
    expect((await refusal(report('hv1', [], client))).code).toBe('forbidden')
    const stream = client.open(routes.nodes.desired, { params: { name: 'hv1' } }, new AbortController().signal)
    expect((await refusal(stream)).code).toBe('forbidden')
  })
})

describe('a drain', () => {
  it('ends when the last port has left, and can be cancelled', async () => {
    await register('hv-drain')
    const [a, b] = [await makePort(), await makePort({ node: 'hv-drain' })]
    await report('hv-drain', [a, b])
    const operation = await admin().call(drain, { params: { name: 'hv-drain' } })
    expect(operation).toMatchObject({
      ...{
        action: 'drain',
        state: 'running',
        progress: { done: 0, total: 2 },
        target: { kind: 'node', name: 'hv-drain' },
      },
      waiting_for: '2 ports to leave hv-drain: migrate or stop their VMs',
    })
    expect(await stateOf('hv-drain')).toBe('draining')
    expect((await admin().call(drain, { params: { name: 'hv-drain' } })).id).toBe(operation.id)
    await report('hv-drain', [b])
    const half = await eventually(
      async () => {
        const now = await operationOf(operation.id)
        return now.progress.done === 1 ? now : undefined
      },
      { what: 'progress', timeoutMs: 10_000 },
    )
    expect(half.waiting_for).toBe('1 port to leave hv-drain: migrate or stop their VMs')
    const cancelled = await admin().call(routes.operations.cancel, { params: { id: operation.id } })
    expect(cancelled).toMatchObject({ state: 'cancelled', waiting_for: null, ended_at: expect.any(String) })
    expect(await stateOf('hv-drain')).toBe('ready')
    expect(await admin().call(routes.operations.cancel, { params: { id: operation.id } })).toEqual(cancelled)

    const second = await admin().call(drain, { params: { name: 'hv-drain' } })
    expect(second.id).not.toBe(operation.id)
    await report('hv-drain', [])
    await admin().call(routes.ports.update, { params: { id: b.id }, body: { node: null } })
    await eventually(async () => ((await operationOf(second.id)).state === 'succeeded' ? true : undefined), {
      what: 'the end of the drain',
      timeoutMs: 10_000,
    })
    expect(await stateOf('hv-drain')).toBe('drained')
    expect((await refusal(admin().call(routes.operations.cancel, { params: { id: second.id } }))).code).toBe(
      'invalid_state',
    )
    expect(await stateOf('hv-drain')).toBe('drained')
    expect((await admin().call(undrain, { params: { name: 'hv-drain' } })).state).toBe('ready')
  })

  it('of an empty node has ended when it is answered', async () => {
    await register('hv-empty')
    expect(await admin().call(drain, { params: { name: 'hv-empty' } })).toMatchObject({ state: 'succeeded' })
    const { items } = await admin().call(routes.operations.list, {
      query: { kind: 'node', resource: (await read('hv-empty')).id },
    })
    expect(items.map(({ state }) => state)).toEqual(['succeeded'])
    expect((await refusal(operator!.client.call(routes.operations.list, {}))).code).toBe('forbidden')
  })

  it('is only tried by a dry run', async () => {
    await register('hv-dry')
    const dry = (await admin().call(drain, { params: { name: 'hv-dry' }, query: { dry_run: true } })) as unknown
    expect(dry).toMatchObject({
      dry_run: true,
      changes: [{ action: 'update', kind: 'node', after: { state: 'drained' } }],
    })
    expect(await stateOf('hv-dry')).toBe('ready')
  })
})

describe('a node that says nothing', () => {
  const isSilent = async (): Promise<boolean> =>
    (await read('hv-quiet')).status.conditions.some(({ type }) => type === 'Silent')
  const becomes = async (silent: boolean): Promise<unknown> =>
    await eventually(async () => ((await isSilent()) === silent ? true : undefined), {
      what: `it is ${silent ? 'silent' : 'heard'}`,
      timeoutMs: 20_000,
    })
  const told = async (): Promise<number> =>
    (
      await server.rows(
        `select from event where action = 'status' and resource_id = (select id from node where name = 'hv-quiet')`,
      )
    ).length

  it('is told of when it falls silent and when it speaks again, once each', async () => {
    await register('hv-quiet')
    expect(await isSilent()).toBe(false)
    await server.rows(`update node set seen_at = now() - interval '1 minute' where name = 'hv-quiet'`)
    await becomes(true)
    expect(await told()).toBe(1)
    await report('hv-quiet', [])
    await becomes(false)
    expect(await told()).toBe(2)
  }, 60_000)

  it('is given up in the end, and routers that are on one node as a whole are looked at again, then and when it is back', async () => {
    await register('hv-lost')
    const body = { project: tenancy.project.id, gateway_nodes: ['hv-lost'] }
    const pinned = await admin().call(routes.routers.create, { body: { ...body, name: 'pinned', distributed: false } })
    const spread = await admin().call(routes.routers.create, { body: { ...body, name: 'spread' } })
    await server.rows(`update node set seen_at = now() - interval '1 minute' where name = 'hv-lost'`)
    const conditions = async (): Promise<string> =>
      (await read('hv-lost')).status.conditions.map(({ type }) => type).join()
    const becomesSo = async (wanted: string): Promise<unknown> =>
      await eventually(async () => ((await conditions()) === wanted ? true : undefined), {
        what: `its conditions are "${wanted}"`,
        timeoutMs: 20_000,
      })
    await becomesSo('Silent')
    const marked = async (): Promise<readonly string[]> => {
      const rows: { id: string }[] = await server.rows(`delete from dirty where kind = 'router' returning id`)
      return [...new Set(rows.map(({ id }) => id))]
    }
    expect(await marked()).toEqual(expect.arrayContaining([pinned.id, spread.id]))
    await server.rows(
      `update node set conditions = jsonb_set(conditions, '{0,since}', '"2026-01-01T00:00:00.000Z"') where name = 'hv-lost'`,
    )
    await becomesSo('Silent,GivenUp')
    expect(await marked()).toEqual([pinned.id])
    await report('hv-lost', [])
    await becomesSo('')
    expect(await marked()).toEqual([pinned.id])
  }, 60_000)
})

describe('a decommission', () => {
  it('is refused while ports are on the node, and then says what it waits for', async () => {
    await register('hv-old')
    const port = await makePort({ name: 'last-one' })
    await report('hv-old', [port])
    const problem = await refusal(admin().call(decommission, { params: { name: 'hv-old' } }))
    expect([problem.code, problem.referrers]).toEqual(['in_use', [{ kind: 'port', id: port.id, name: 'last-one' }]])
    await report('hv-old', [])
    const operation = await admin().call(decommission, { params: { name: 'hv-old' } })
    expect(operation).toMatchObject({ action: 'decommission', state: 'running' })
    expect(operation.waiting_for).toContain('the chassis hv-old to be removed from OVN')
    expect(await stateOf('hv-old')).toBe('decommissioned')
    for (const call of [register('hv-old'), report('hv-old', [])]) {
      const refused = await refusal(call)
      expect([refused.code, refused.detail]).toEqual(['invalid_state', expect.stringContaining('hv-old:undrain')])
    }
    expect((await refusal(admin().call(drain, { params: { name: 'hv-old' } }))).code).toBe('invalid_state')
    expect((await admin().call(undrain, { params: { name: 'hv-old' } })).state).toBe('ready')
    expect((await operationOf(operation.id)).state).toBe('cancelled')
    await register('hv-old')
  })
})

describe('a live migration', () => {
  const { create, get: readOne, list: all, abort, switch: toSwitch, delete: remove } = routes.migrations
  const start = async (body: object, by: Client = operator!.client): Promise<Migration> =>
    await by.call(create, { body: body as never })

  it('waits for OVN and says so; is aborted, and can then be deleted', async () => {
    await register('src')
    await register('dst')
    const port = await makePort()
    await report('src', [port])
    const migration = await start({ port: port.id, destination: 'dst' })
    expect(migration).toMatchObject({
      ...{ project: tenancy.project.id, port: port.id, vm: null, ports: [port.id], source: 'src', destination: 'dst' },
      ...{ state: 'preparing', reason: null, ended_at: null },
      status: { state: 'pending', conditions: [{ type: 'Waiting', reason: 'NotProgrammed' }] },
    })
    const params = { id: migration.id }
    expect((await refusal(operator!.client.call(toSwitch, { params }))).code).toBe('invalid_state')
    const again = await refusal(start({ port: port.id, destination: 'dst' }))
    expect([again.code, again.detail]).toEqual(['already_exists', expect.stringContaining(migration.name)])
    expect((await refusal(operator!.client.call(remove, { params }))).code).toBe('invalid_state')
    expect((await refusal(viewer!.client.call(abort, { params }))).code).toBe('forbidden')
    const aborted = await operator!.client.call(abort, { params })
    expect(aborted).toMatchObject({
      ...{ state: 'aborted', reason: `aborted by token "${operator!.token.name}"`, ended_at: expect.any(String) },
      status: { state: 'realized', conditions: [] },
    })
    expect(await operator!.client.call(abort, { params })).toEqual(aborted)
    const next = await start({ port: port.id, destination: 'dst' })
    expect((await viewer!.client.call(all, { query: { state: 'preparing' } })).items.map(({ id }) => id)).toEqual([
      next.id,
    ])
    await operator!.client.call(remove, { params })
    expect((await refusal(viewer!.client.call(readOne, { params }))).code).toBe('not_found')
    await operator!.client.call(abort, { params: { id: next.id } })
  })

  it('is not aborted once it is switched: the VM runs at the destination', async () => {
    const port = await makePort()
    await report('src', [port])
    const { id } = await start({ port: port.id, destination: 'dst' })
    await server.rows(`update migration set state = 'switching' where id = $1`, [id])
    expect((await refusal(operator!.client.call(abort, { params: { id } }))).code).toBe('invalid_state')
    expect((await operator!.client.call(readOne, { params: { id } })).state).toBe('switching')
  })

  it('of a VM takes all its ports', async () => {
    const [a, b] = [await makePort({ vm: { id: 'vm-1' } }), await makePort({ vm: { id: 'vm-1' } })]
    await report('src', [a])
    const body = { vm: 'vm-1', project: tenancy.project.id, destination: 'dst' }
    expect((await refusal(start(body))).detail).toContain('is on no hypervisor')
    await report('src', [a, b])
    const migration = await start(body)
    expect([...migration.ports].sort()).toEqual([a.id, b.id].sort())
    expect((await refusal(start({ port: b.id, destination: 'dst' }))).code).toBe('already_exists')
    await operator!.client.call(abort, { params: { id: migration.id } })
  })

  it('is one at a time, whoever is first', async () => {
    const port = await makePort()
    await report('src', [port])
    const starts = await Promise.allSettled(
      Array.from({ length: 8 }, async () => await start({ port: port.id, destination: 'dst' })),
    )
    const won = starts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(won).toHaveLength(1)
    await operator!.client.call(abort, { params: { id: won[0]!.id } })
  })

  it('ends when its port is deleted', async () => {
    const port = await makePort()
    await report('src', [port])
    const migration = await start({ port: port.id, destination: 'dst' })
    await server.rows('delete from port where id = $1', [port.id])
    const ended = await eventually(
      async () => {
        const now = await admin().call(readOne, { params: { id: migration.id } })
        return now.state === 'aborted' ? now : undefined
      },
      { what: 'the end', timeoutMs: 10_000 },
    )
    expect(ended.reason).toBe('a port was deleted')
  })

  it('is refused with a reason where it cannot be', async () => {
    const port = await makePort()
    await report('src', [port])
    const unbound = await makePort()
    await register('away')
    await admin().call(drain, { params: { name: 'away' } })
    const codeOf = async (body: object, by?: Client): Promise<string> => (await refusal(start(body, by))).code
    expect(await codeOf({ port: port.id, destination: 'nowhere' })).toBe('reference_not_found')
    expect(await codeOf({ port: port.id, destination: 'src' })).toBe('invalid_state')
    expect(await codeOf({ port: port.id, destination: 'away' })).toBe('invalid_state')
    expect(await codeOf({ port: unbound.id, destination: 'dst' })).toBe('invalid_state')
    expect(await codeOf({ port: port.id, vm: 'vm-1', destination: 'dst' })).toBe('invalid_request')
    expect(await codeOf({ vm: 'vm-1', destination: 'dst' })).toBe('invalid_request')
    expect(await codeOf({ vm: 'none', project: tenancy.project.id, destination: 'dst' })).toBe('reference_not_found')
    const other = await server.as('admin').call(routes.projects.create, { body: { name: 'strangers' } })
    const stranger = await makeToken(server, 'operator', other.id)
    expect(await codeOf({ port: port.id, destination: 'dst' }, stranger.client)).toBe('reference_not_found')
    expect(await codeOf({ vm: 'vm-1', project: tenancy.project.id, destination: 'dst' }, stranger.client)).toBe(
      'reference_not_found',
    )
  })
})
