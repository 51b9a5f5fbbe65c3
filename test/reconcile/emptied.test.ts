import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { applied, createPorts, createWorld, Databases, Rig, until, type Server } from './rig.ts'

/** An emptied or restored PostgreSQL never empties OVN. */

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

const partOf = async (server: Server, name: string): Promise<string | undefined> => {
  const found = (await server.readiness()).parts.find(({ part }) => part === name)
  return found?.ok === false ? found.detail : undefined
}

/** Waits until readiness names a reason with these words, and gives it. */
const saysWhy = async (server: Server, part: string, words: string): Promise<string> =>
  await until(`readiness says "${words}"`, async () => {
    const reason = await partOf(server, part)
    return reason?.includes(words) === true ? reason : undefined
  })

/** What belongs to the deployment and to no resource. */
const platformRows = (): number => rig.owned().filter(({ kind }) => kind === 'platform').length

const fill = async (ports: number): Promise<readonly unknown[]> => {
  const server = await rig.server()
  const world = await createWorld(server, ports)
  await applied(server, world.ports)
  await until('no key waits', async () => ((await server.drift()).missing === 0 ? true : undefined))
  await server.close()
  return rig.content()
}

describe('another, empty PostgreSQL', () => {
  it('writes nothing to OVN, says whose it is, and no repair changes that', async () => {
    const before = await fill(2)
    const globals = rig.global()
    const server = await rig.server({ url: await databases.create() })
    const reason = await saysWhy(server, 'leadership', `belongs to deployment ${globals.get('qn-deployment') ?? ''}`)
    await createWorld(server, 1)
    const drift = await server.drift()
    expect(drift.blocked).toBe(reason)
    await expect(server.repair(drift.surplus)).rejects.toMatchObject({ code: 'unavailable' })
    expect(rig.content()).toEqual(before)
    expect(rig.global()).toEqual(globals)
  })
})

describe('tables emptied under the same deployment', () => {
  const empty = async (): Promise<void> => {
    await rig.sql('truncate security_group, network, subnet, port, address, dirty cascade')
    // Not truncated: that would take the tokens along, which refer to projects.
    await rig.sql('delete from project')
  }

  it.each([
    ['a deployment of a few rows', 1],
    ['a larger one', 30],
  ])('%s keeps them all until a person confirms their number', async (_, ports) => {
    const before = await fill(ports)
    await empty()
    const server = await rig.server()
    const reason = await saysWhy(server, 'reconcile', 'neither has nor has a record of deleting')
    const drift = await server.drift()
    expect(drift).toEqual({
      blocked: reason,
      missing: 0,
      surplus: before.length - platformRows(),
      owned: before.length,
    })
    for (const confirm of [undefined, drift.surplus - 1])
      await expect(server.repair(confirm)).rejects.toMatchObject({ code: 'repair_needs_confirmation' })
    expect(rig.content()).toEqual(before)

    expect(await server.repair(drift.surplus)).toEqual({ blocked: null, missing: 0, surplus: 0, owned: platformRows() })
    expect(rig.owned()).toHaveLength(platformRows())
    expect(await partOf(server, 'reconcile')).toBeUndefined()
  })

  it('while a server runs: a change in OVN does not make it remove what PostgreSQL has lost', async () => {
    const server = await rig.server()
    const world = await createWorld(server, 2)
    await applied(server, world.ports)
    await empty()
    await rig.sql(`insert into dirty (kind, id) values ('port', $1)`, world.ports[0]!.id)
    await rig.nbctl('set', 'Logical_Switch', `ls-${world.network.id}`, 'other_config:mcast_snoop=true')
    await saysWhy(server, 'reconcile', 'neither has nor has a record of deleting')
    await until('the dirty key is done with', async () =>
      (await rig.sql('select from dirty')).length === 0 ? true : undefined,
    )
    expect(rig.owned().filter(({ table }) => table === 'Logical_Switch_Port')).toHaveLength(3)
  })

  it('what is new is written all the same', async () => {
    await fill(1)
    await empty()
    const server = await rig.server()
    await saysWhy(server, 'reconcile', 'neither has nor has a record of deleting')
    const world = await createWorld(server, 2, 'second')
    await applied(server, world.ports)
    expect(rig.owned().filter(({ table }) => table === 'Logical_Switch')).toHaveLength(2)
  })
})

describe('a part of the tables emptied', () => {
  it.each([
    ['ports', 'truncate port, port_security_group, address cascade'],
    ['security groups', 'truncate security_group cascade'],
    ['memberships', 'truncate port_security_group'],
    ['addresses', 'truncate address'],
  ])('%s: what running VMs depend on stays until a person confirms it', async (_, statement) => {
    const before = await fill(5)
    await rig.sql(statement)
    const server = await rig.server()
    await saysWhy(server, 'reconcile', 'confirm_surplus')
    // Neither a change in PostgreSQL nor one in OVN gets past it.
    await rig.sql(`insert into dirty (kind, id) select 'security_group', id from security_group`)
    await rig.sql(`insert into dirty (kind, id) select 'port', id from port`)
    await until('the dirty keys are done with', async () =>
      (await rig.sql('select from dirty')).length === 0 ? true : undefined,
    )
    expect(rig.content()).toEqual(before)

    const { surplus } = await server.drift()
    await expect(server.repair()).rejects.toMatchObject({ code: 'repair_needs_confirmation' })
    expect(await server.repair(surplus)).toMatchObject({ blocked: null, surplus: 0 })
    await until('OVN says less', () => (JSON.stringify(rig.content()) === JSON.stringify(before) ? undefined : true))
  })
})

describe('a single row that PostgreSQL does not know', () => {
  const loseFirst = async (server: Server): Promise<string> => {
    const world = await createWorld(server, 3)
    await applied(server, world.ports)
    const { id } = world.ports[0]!
    await rig.sql('delete from port where id = $1', id)
    return id
  }

  it('stays when PostgreSQL has no record that it was deleted: it may be an older copy', async () => {
    const server = await rig.server()
    const id = await loseFirst(server)
    await expect(server.repair()).rejects.toMatchObject({ code: 'repair_needs_confirmation' })
    await server.close()
    const restarted = await rig.server()
    await saysWhy(restarted, 'reconcile', '1 rows in OVN are of resources that PostgreSQL neither has')
    expect(rig.port(id)).toBeDefined()
    await restarted.repair((await restarted.drift()).surplus)
    expect(rig.port(id)).toBeUndefined()
  })

  it('goes when PostgreSQL has, without anybody being asked', async () => {
    const server = await rig.server()
    const id = await loseFirst(server)
    await rig.sql(
      `insert into event (project_id, kind, resource_id, action) select id, 'port', $1, 'deleted' from project`,
      id,
    )
    await server.repair()
    expect(rig.port(id)).toBeUndefined()
    expect(rig.owned().filter(({ kind }) => kind === 'port')).toHaveLength(2)
  })
})

describe('PostgreSQL that becomes another deployment under a running server', () => {
  it('is written nothing of', async () => {
    const server = await rig.server()
    const world = await createWorld(server, 1)
    await applied(server, world.ports)
    await rig.sql('update deployment set id = gen_random_uuid()')
    await saysWhy(server, 'leadership', 'but this server was started for')
    const before = rig.content()
    await createPorts(server, world.network, [{}])
    await expect(server.repair()).rejects.toMatchObject({ code: 'unavailable' })
    expect(rig.content()).toEqual(before)
  })
})

describe('an older copy of PostgreSQL', () => {
  it('is recognised although it hands out the very epoch that OVN has', async () => {
    const first = await rig.server()
    const world = await createWorld(first, 1)
    await applied(first, world.ports)
    await first.close()
    await rig.sql('update leadership set epoch = epoch - 1')
    const server = await rig.server()
    await saysWhy(server, 'leadership', 'OVN has seen epoch 1 of another writer, PostgreSQL is at 1')
  })

  it('is recognised by its epoch, and goes on once a person confirmed what that removes', async () => {
    const first = await rig.server()
    const world = await createWorld(first, 3)
    await applied(first, world.ports)
    await first.close()
    // The copy is of before the third port and before this epoch.
    await rig.sql('update leadership set epoch = 0')
    await rig.nbctl('set', 'NB_Global', '.', 'external_ids:qn-epoch=41')
    await rig.sql('delete from port where id = $1', world.ports[2]!.id)
    const before = rig.content()

    const server = await rig.server()
    const reason = await saysWhy(server, 'leadership', 'OVN has seen epoch 41 of another writer, PostgreSQL is at 1')
    const drift = await server.drift()
    // The port's row, and its address in the set of its group.
    expect(drift).toMatchObject({ blocked: reason, surplus: 2 })
    await expect(server.repair()).rejects.toMatchObject({ code: 'repair_needs_confirmation' })
    expect(rig.content()).toEqual(before)

    expect(await server.repair(2)).toMatchObject({ blocked: null, missing: 0, surplus: 0 })
    expect(rig.global().get('qn-epoch')).toBe('42')
    expect(rig.port(world.ports[2]!.id)).toBeUndefined()
    await applied(server, await createPorts(server, world.network, [{}]))
  })
})
