import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { portRoutes } from '@quantumnet/api'
import type { Row, Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { applied, createWorld, Databases, Rig, until, type Server, type TableName } from './rig.ts'

/**
 * A row that goes may stay in a weak set that the same transaction changes. Once its UUID is back, the next change of that set ends
 * ovsdb-server 3.1.0, and a cluster has that change in its log (ADR 37).
 */

/** More than one batch, so that a switch goes with ports that nobody has taken out of their groups yet. */
const PORTS = 130

const databases = new Databases()
let rig: Rig

beforeAll(async () => {
  await databases.start()
})
afterAll(async () => {
  await databases.stop()
})
beforeEach(async () => {
  rig = await Rig.start(databases)
})
afterEach(async () => {
  await rig.close()
})

const rowNamed = (table: TableName, name: string): Row | undefined =>
  [...rig.observer.rows(table).values()].find((row) => row['name'] === name)

/** The group that every secured port is in. */
const drop = (): { readonly uuid: Uuid; readonly ports: readonly string[] } => {
  const row = rowNamed('Port_Group', 'qn_drop')
  return { uuid: row?.['_uuid'] as Uuid, ports: (row?.['ports'] ?? []) as readonly string[] }
}

/** What the server breaks down over: a member that is there leaves a set to which it came back. */
const leaveGroups = async ({ client }: Server, id: string): Promise<unknown> =>
  await client.call(portRoutes.update, { params: { id }, body: { port_security: false } })

const settled = async (server: Server): Promise<void> => {
  await until('no key waits', async () => ((await server.drift()).missing === 0 ? true : undefined))
}

/** Waits until it is so or the server has broken down; it must live, and read its log once more. */
const endsWith = async (what: string, isSo: () => boolean): Promise<void> => {
  await until(what, () => (isSo() || !rig.nb.running ? true : undefined))
  expect(rig.nb.running).toBe(true)
  const before = rig.content()
  await rig.nb.stop()
  await rig.nb.start()
  expect((await rig.nbctl('--bare', '--columns=name', 'find', 'Port_Group', 'name=qn_drop')).trim()).toBe('qn_drop')
  await until('the observer is back', () => (rig.observer.live ? true : undefined))
  expect(rig.content()).toEqual(before)
}

/** Removes all that OVN has of resources, as after a loss that a person confirmed. */
const removeAll = async (server: Server): Promise<void> => {
  await rig.sql('truncate security_group, network, subnet, port, address, dirty cascade')
  await rig.sql('delete from project')
  const kept = rig.owned().filter(({ kind }) => kind === 'platform').length
  expect(await server.repair((await server.drift()).surplus)).toMatchObject({ blocked: null, surplus: 0, owned: kept })
}

describe('rows that go while a set that holds them changes', () => {
  it('leave the set, so that the server survives their return and their next end', async () => {
    const first = await rig.server()
    const world = await createWorld(first, PORTS)
    await applied(first, world.ports)
    await settled(first)
    await first.close()
    const copy = await databases.copy(rig.url)
    const before = rig.content()

    const second = await rig.server()
    await removeAll(second)
    expect(drop().ports).toEqual([])
    await second.close()

    // The copy hands out an epoch that OVN has seen: a person overrules it, and the same rows come back.
    const restored = await rig.server({ url: copy })
    await until('the copy is recognised', async () =>
      (await restored.drift()).blocked?.includes('OVN has seen epoch') === true ? true : undefined,
    )
    await restored.repair(0)
    await until('OVN is as it was', () => (JSON.stringify(rig.content()) === JSON.stringify(before) ? true : undefined))
    await Promise.all(world.ports.map(async ({ id }) => await leaveGroups(restored, id)))
    await endsWith('every port is out of the group', () => drop().ports.length === 0)
  })
})

describe('a reference that somebody else left behind', () => {
  it('is cleared away before the row comes back', async () => {
    const server = await rig.server()
    const world = await createWorld(server, 2)
    await applied(server, world.ports)
    await settled(server)
    const before = rig.content()
    const { id } = world.ports[0]!
    const port = rig.port(id)?.['_uuid']
    // The server looks at the tables in the order in which a transaction comes to them.
    await rig.observer.transact([
      { op: 'update', table: 'Port_Group', where: drop().uuid, row: { external_ids: {} } },
      {
        op: 'mutate',
        table: 'Logical_Switch',
        where: rowNamed('Logical_Switch', `ls-${world.network.id}`)?.['_uuid'] as Uuid,
        mutations: [['ports', 'delete', [port as Uuid]]],
      },
    ])
    await until('OVN is as it was', () => (JSON.stringify(rig.content()) === JSON.stringify(before) ? true : undefined))

    await leaveGroups(server, id)
    await endsWith('the port is out of the group', () => !drop().ports.includes(port as Uuid))
  })
})
