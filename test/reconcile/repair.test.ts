import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { networkRoutes, portRoutes, subnetRoutes } from '@quantumnet/api'
import { OvsdbProxy } from '../harness/ovsdb-proxy.ts'
import { applied, createPorts, createWorld, Databases, Rig, until, type Server } from './rig.ts'

const databases = new Databases()
let rig: Rig
let server: Server

beforeAll(async () => {
  await databases.start()
})
afterAll(async () => {
  await databases.stop()
})
beforeEach(async () => {
  rig = await Rig.start(databases)
  server = await rig.server()
})
afterEach(async () => {
  await rig.close()
})

/** Arguments of ovn-nbctl that empty OVN in one transaction. */
const WIPE = ['Logical_Switch', 'Port_Group', 'Address_Set', 'DHCP_Options'].flatMap((table) => [
  '--',
  '--all',
  'destroy',
  table,
])

/** How many milliseconds OVN is without any of these rows, as another client sees it. */
const millisecondsWithout = async (rows: number, wipe: () => Promise<unknown>): Promise<number> => {
  let wentAt: number | undefined
  const back = Promise.withResolvers<number>()
  rig.observer.on('change', () => {
    const owned = rig.owned().length
    if (owned < rows) wentAt ??= performance.now()
    else if (wentAt !== undefined) back.resolve(performance.now() - wentAt)
  })
  await wipe()
  return await back.promise
}

describe('OVN emptied', () => {
  it('is filled again at once, as it was', async () => {
    const world = await createWorld(server, 2)
    await applied(server, world.ports)
    const before = rig.content()
    const ms = await millisecondsWithout(rig.owned().length, async () => await rig.nbctl(...WIPE.slice(1)))
    process.stdout.write(`refilled ${String(before.length)} rows after ${ms.toFixed(1)} ms\n`)
    expect(rig.content()).toEqual(before)
    // Not by a sweep, which comes after minutes.
    expect(ms).toBeLessThan(20_000)
  })

  it('is filled again when our claim on it went, too', async () => {
    const world = await createWorld(server, 2)
    await applied(server, world.ports)
    const before = rig.content()
    const epoch = rig.global().get('qn-epoch')
    const wipe = [...WIPE.slice(1), '--', 'clear', 'NB_Global', '.', 'external_ids']
    const ms = await millisecondsWithout(rig.owned().length, async () => await rig.nbctl(...wipe))
    process.stdout.write(`claimed and refilled ${String(before.length)} rows after ${ms.toFixed(1)} ms\n`)
    expect(rig.content()).toEqual(before)
    expect(rig.global().get('qn-epoch')).toBe(epoch)
    // Not by a sweep, which comes after minutes.
    expect(ms).toBeLessThan(20_000)
  })

  it('is filled again when another, empty database takes its place', async () => {
    const world = await createWorld(server, 2)
    await applied(server, world.ports)
    const before = rig.content()
    await rig.replaceNb()
    await until('OVN holds all again', () =>
      JSON.stringify(rig.content()) === JSON.stringify(before) ? true : undefined,
    )
  })
})

describe('OVN changed by hand', () => {
  const aclOf = (match: string): string => {
    const [uuid] = [...rig.observer.rows('ACL')].find(([, row]) => (row['match'] as string).includes(match)) ?? []
    return uuid ?? 'no such ACL'
  }

  it.each<[string, (names: { port: string; network: string }) => readonly string[]]>([
    ['a port was opened', ({ port }) => ['clear', 'Logical_Switch_Port', port, 'port_security']],
    ['a port is gone', ({ port }) => ['lsp-del', port]],
    ['a port is out of the group that drops', ({ port }) => ['remove', 'Port_Group', 'qn_drop', 'ports', `@${port}`]],
    ['the switch is gone with all its ports', ({ network }) => ['ls-del', `ls-${network}`]],
    ['the group that drops is gone', () => ['pg-del', 'qn_drop']],
    ['a rule was turned round', () => ['set', 'ACL', aclOf('inport == @qn_drop && ip'), 'action=allow']],
    ['the tag was taken off a switch', ({ network }) => ['clear', 'Logical_Switch', `ls-${network}`, 'external_ids']],
  ])('%s', async (_, change) => {
    const world = await createWorld(server, 2)
    await applied(server, world.ports)
    const before = rig.content()
    const [vm1] = world.ports
    const uuid = rig.port(vm1!.id)?.['_uuid'] as string
    const args = change({ port: vm1!.id, network: world.network.id }).map((arg) => arg.replace(`@${vm1!.id}`, uuid))
    const changed = Promise.withResolvers<unknown>()
    rig.observer.once('change', changed.resolve)
    await rig.nbctl(...args)
    await changed.promise
    await until('OVN is as it was', () => (JSON.stringify(rig.content()) === JSON.stringify(before) ? true : undefined))
  })

  it('what others have in it stays', async () => {
    const world = await createWorld(server, 1)
    await applied(server, world.ports)
    const [vm1] = world.ports
    await rig.nbctl('ls-add', 'theirs', '--', 'lsp-add', 'theirs', 'their-port')
    await rig.nbctl('pg-add', 'their_group', vm1!.id, '--', 'acl-add', 'theirs', 'to-lport', '1', 'ip', 'drop')
    await rig.nbctl(
      'set',
      'Logical_Switch',
      'theirs',
      `external_ids:qn-owner=${vm1!.id}`,
      'external_ids:qn-kind=network',
      `external_ids:qn-id=${world.network.id}`,
    )
    const theirs = await rig.nbctl('list', 'Logical_Switch', 'theirs')
    await server.repair()
    await server.client.call(portRoutes.update, { params: { id: vm1!.id }, body: { admin_up: false } })
    await until('the port is down', () => (rig.port(vm1!.id)?.['enabled'] === false ? true : undefined))
    expect(await rig.nbctl('list', 'Logical_Switch', 'theirs')).toBe(theirs)
    expect(await rig.nbctl('--bare', '--columns=ports', 'list', 'Port_Group', 'their_group')).toContain(
      rig.port(vm1!.id)?.['_uuid'],
    )
    expect((await rig.nbctl('acl-list', 'theirs')).trim()).toBe('to-lport     1 (ip) drop')
  })
})

describe('a deletion that a stranger stands in the way of', () => {
  it("a switch with a stranger's port stays and says whose, until that port is gone", async () => {
    const { network, subnet } = await createWorld(server, 0)
    await until('the switch is there', () => rig.owned().find(({ table }) => table === 'Logical_Switch'))
    await rig.nbctl('lsp-add', `ls-${network.id}`, 'strangers-port')
    await server.client.call(subnetRoutes.delete, { params: { id: subnet.id } })
    await server.client.call(networkRoutes.delete, { params: { id: network.id } })
    const [condition] = await until('the network says so', async () => {
      const { status } = await server.client.call(networkRoutes.get, { params: { id: network.id } })
      return status.conditions.length > 0 ? status.conditions : undefined
    })
    expect(condition).toMatchObject({
      reason: 'HoldsStrangers',
      message: expect.stringContaining(`ls-${network.id} cannot be deleted: it holds what is not ours: strangers-port`),
    })
    expect(await rig.nbctl('lsp-list', `ls-${network.id}`)).toContain('strangers-port')
    await rig.nbctl('lsp-del', 'strangers-port')
    await until('the switch is gone', () =>
      rig.owned().some(({ table }) => table === 'Logical_Switch') ? undefined : true,
    )
  })

  it("a rule in a stranger's group says whose, until it is taken out of it", async () => {
    const { subnet } = await createWorld(server, 0)
    const rule = await until('the rule is there', () =>
      rig.owned().find(({ table, kind }) => table === 'ACL' && kind === 'subnet'),
    )
    await rig.nbctl('create', 'Port_Group', 'name=stranger', `acls=${rule.uuid}`)
    await server.client.call(subnetRoutes.delete, { params: { id: subnet.id } })
    const [condition] = await until('the subnet says so', async () => {
      const { status } = await server.client.call(subnetRoutes.get, { params: { id: subnet.id } })
      return status.conditions.length > 0 ? status.conditions : undefined
    })
    expect(condition).toMatchObject({
      reason: 'HeldByStranger',
      message: `ACL ${rule.uuid} cannot be removed: Port_Group stranger, which is not ours, holds it. Take it out of that`,
    })
    await rig.nbctl('pg-del', 'stranger')
    await until('the subnet is gone', async () =>
      (await rig.sql('select from subnet')).length === 0 ? true : undefined,
    )
  })
})

describe('a row of ours that was given an id that is none', () => {
  it('gets its own again, and holds up nobody', async () => {
    const world = await createWorld(server, 1)
    await applied(server, world.ports)
    const before = rig.content()
    await rig.nbctl('set', 'Logical_Switch_Port', world.ports[0]!.id, 'external_ids:qn-id=web')
    await until('OVN is as it was', () => (JSON.stringify(rig.content()) === JSON.stringify(before) ? true : undefined))
    await applied(server, await createPorts(server, world.network, [{}]))
  })
})

describe('a port that OVN refuses', () => {
  it('shows why, holds up nobody, and is applied once the reason is gone', async () => {
    const world = await createWorld(server, 0)
    const id = '01990000-0000-7000-8000-00000000dead'
    await rig.nbctl('ls-add', 'theirs', '--', 'lsp-add', 'theirs', id)
    const vms = Array.from({ length: 40 }, (_, index) => ({ vm: { name: `vm${String(index)}` } }))
    const ports = await createPorts(server, world.network, [...vms.slice(0, 20), { id: id as never }, ...vms.slice(20)])
    await applied(
      server,
      ports.filter((port) => port.id !== id),
    )
    const get = async () => await server.client.call(portRoutes.get, { params: { id } })
    const failed = await until('the port says so', async () => {
      const port = await get()
      return port.status.state === 'error' ? port : undefined
    })
    expect(failed.status.conditions).toEqual([
      {
        type: 'ApplyFailed',
        reason: 'ConstraintViolation',
        message: expect.stringContaining(id),
        since: expect.stringMatching(/^\d{4}-/),
      },
    ])
    const events = await rig.sql(`select 1 from event where resource_id = $1 and action = 'status'`, id)
    expect(events).toHaveLength(1)
    await rig.nbctl('ls-del', 'theirs')
    const done = await until('the port is applied', async () => {
      const port = await get()
      return port.status.state === 'applied' ? port : undefined
    })
    expect(done.status.conditions).toEqual([])
  })
})

describe('a group that cannot be said in OVN', () => {
  it('stays as it was, and ports that would be in it without its rules wait', async () => {
    const world = await createWorld(server, 1)
    const [port] = await applied(server, world.ports)
    const [group] = await rig.sql<{ id: string }>('select id from security_group')
    const rules = rig.owned().filter(({ kind, table }) => kind === 'security_group' && table === 'ACL').length
    const setRule = async (protocol: number | null): Promise<void> => {
      await rig.sql('update security_group_rule set protocol = $1, port_min = 22, port_max = 22', protocol)
      await rig.sql(`insert into dirty (kind, id) values ('security_group', $1)`, group!.id)
    }
    await setRule(null)
    const [condition] = await until('the group says so', async () => {
      const [row] = await rig.sql<{ conditions: object[] }>('select conditions from security_group')
      return row!.conditions.length > 0 ? row!.conditions : undefined
    })
    expect(condition).toMatchObject({ type: 'ApplyFailed', reason: 'CannotRender' })
    expect(rig.owned().filter(({ kind, table }) => kind === 'security_group' && table === 'ACL')).toHaveLength(rules)

    await rig.nbctl('destroy', 'Port_Group', `sg_${group!.id.replaceAll('-', '_')}`, '--', 'lsp-del', port!.id)
    const get = async () => await server.client.call(portRoutes.get, { params: { id: port!.id } })
    const waiting = await until('the port waits', async () => (await get()).status.conditions[0])
    expect(waiting).toMatchObject({ type: 'Waiting', reason: 'DependencyMissing' })
    expect(rig.port(port!.id)).toBeUndefined()

    await setRule(6)
    await until('the port is back', () => rig.port(port!.id))
    await until('the port waits no more', async () => ((await get()).status.conditions.length === 0 ? true : undefined))
  })
})

describe('OVN away', () => {
  it('changes are accepted meanwhile, readiness says so, and all is there once it is back', async () => {
    const world = await createWorld(server, 1)
    await applied(server, world.ports)
    await rig.nb.stop()
    await until('readiness names OVN', async () =>
      (await server.readiness()).parts.some(({ part, ok }) => part === 'ovn-nb' && !ok) ? true : undefined,
    )
    const more = await createPorts(server, world.network, [{}, {}, {}])
    expect(more.map(({ status }) => status.state)).toEqual(['pending', 'pending', 'pending'])
    await rig.nb.start()
    await applied(server, more)
    await until('readiness is back', async () => ((await server.readiness()).ready ? true : undefined))
  })

  it('a transaction whose answer was lost is found to be done', async () => {
    await server.close()
    const proxy = await OvsdbProxy.start(rig.nb.socket)
    try {
      server = await rig.server({ nbRemote: proxy.remote })
      const world = await createWorld(server, 1)
      await applied(server, world.ports)
      proxy.set({ toClient: 'lose' })
      const [port] = await createPorts(server, world.network, [{}])
      const row = await until('the port is in OVN', () => rig.port(port!.id))
      proxy.set({ toClient: 'pass' })
      proxy.cut()
      await applied(server, [port!])
      expect(rig.port(port!.id)).toBe(row)
    } finally {
      await server.close()
      await proxy.close()
    }
  })
})
