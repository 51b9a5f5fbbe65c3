import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { routes, type Port, type PortId } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { openDb } from '@quantumnet/server/app'
import pg from 'pg'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'

/** A database that is changed by its administrator under a server that goes on. */

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})

const administer = async (...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

describe('a newer server adds a column', () => {
  it('no request of the older one fails, however many connections have prepared the statements', async () => {
    const { network } = await makeTenancy(server, 'older')
    const admin = server.as('admin')
    const use = async (): Promise<unknown[]> =>
      await Promise.all(
        Array.from({ length: 40 }, async () => {
          const { id } = await admin.call(routes.ports.create, { body: { network: network.id } })
          await admin.call(routes.networks.get, { params: { id: network.id } })
          await admin.call(routes.ports.update, { params: { id }, body: { description: 'changed' } })
          return await admin.call(routes.ports.get, { params: { id } })
        }),
      )
    await use()
    await administer('alter table port add column newer text', 'alter table network add column newer text')
    expect(await use()).toHaveLength(40)
  }, 30_000)
})

describe('a database that takes no changes', () => {
  it('is unavailable, and is used again once it takes them', async () => {
    const [row] = await server.rows<{ name: string }>('select current_database() as name')
    const name = row?.name ?? ''
    const reconnect = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'quantumnet'`
    await administer(`alter database ${name} set default_transaction_read_only = on`, reconnect)
    const admin = server.as('admin')
    // The first one may still find a connection that was just cut.
    await refusal(admin.call(routes.projects.create, { body: { name: 'refused' } }))
    const problem = await refusal(admin.call(routes.projects.create, { body: { name: 'refused' } }))
    expect(problem).toMatchObject({ code: 'unavailable', status: 503 })
    // Sessions keep what they began with; each that refuses is given up.
    await administer(
      'set default_transaction_read_only = off',
      `alter database ${name} reset default_transaction_read_only`,
    )
    await eventually(async () => await admin.call(routes.projects.create, { body: { name: 'made' } }), {
      what: 'a project',
      timeoutMs: 5_000,
    })
  })
})

describe('a transaction that loses every race', () => {
  it('is told to be repeated, and is no fault of the server', async () => {
    await administer(
      `create function lose() returns trigger language plpgsql as $$
       begin raise exception 'lost again' using errcode = 'serialization_failure'; end $$`,
      `create trigger lose before insert on project for each row when (new.name = 'unlucky') execute function lose()`,
    )
    const problem = await refusal(server.as('admin').call(routes.projects.create, { body: { name: 'unlucky' } }))
    expect(problem).toMatchObject({
      ...{ code: 'unavailable', status: 503 },
      detail: 'too many requests wanted the same things at the same time; nothing was changed',
    })
  })

  it('says why it was lost, and not what the statements behind that one were told', async () => {
    const { network } = await makeTenancy(server, 'pipelined')
    await administer(
      `create function lose_mac() returns trigger language plpgsql as $$
       begin raise exception 'lost again' using errcode = 'serialization_failure'; end $$`,
      // The port's row is on its way when its MAC address is refused.
      `create trigger lose before insert on mac_address for each row when (new.mac = '02:00:00:00:00:99') execute function lose_mac()`,
    )
    const body = { network: network.id, mac: '02:00:00:00:00:99' }
    const problem = await refusal(server.as('admin').call(routes.ports.create, { body }))
    expect(problem).toMatchObject({
      ...{ code: 'unavailable', status: 503 },
      detail: 'too many requests wanted the same things at the same time; nothing was changed',
    })
  })
})

describe('a transaction with a mistake in it', () => {
  let db: ReturnType<typeof openDb>
  beforeAll(async () => {
    await administer('create table mistake (n int)')
    db = openDb({ url: server.databaseUrl, max: 1, onIdleError: () => undefined })
  })
  afterAll(async () => {
    await db.close()
  })
  const rows = async (): Promise<unknown[]> => await db.query('select n from mistake')

  it('is not taken for committed when an error of it was not heard', async () => {
    const work = db.tx(async (tx) => {
      await tx.query('insert into mistake values (1)')
      await tx.query('select 1 / 0').catch(() => undefined)
    })
    await expect(work).rejects.toThrow('nothing was committed')
    expect(await rows()).toEqual([])
  })

  it('sends nothing after its end, when its connection is for others', async () => {
    const [ended, late] = [Promise.withResolvers<undefined>(), Promise.withResolvers<unknown>()]
    const work = db.tx(async (tx) => {
      const second = async (): Promise<void> => {
        await ended.promise
        tx.query('insert into mistake values (2)').then(late.resolve, late.reject)
      }
      await Promise.all([tx.query('select 1 / 0'), second()])
    })
    await expect(work).rejects.toThrow('division by zero')
    ended.resolve(undefined)
    await expect(late.promise).rejects.toThrow('after the end of its transaction')
    expect(await rows()).toEqual([])
  })
})

describe('ids of ports', () => {
  it('are not those of addresses with a MAC address, nor twice in a list; ports beside them are made', async () => {
    const { network } = await makeTenancy(server, 'ids')
    const [owner] = await server.rows<{ id: PortId }>(
      `select owner_id as id from mac_address where network_id = '${network.id}'`,
    )
    const admin = server.as('admin')
    const create = async (id?: PortId): Promise<unknown> =>
      await admin.call(routes.ports.create, { body: { network: network.id, ...(id !== undefined && { id }) } })
    const [refused] = await Promise.all([
      refusal(create(owner!.id)),
      ...Array.from({ length: 6 }, async () => await create()),
    ])
    expect(refused).toMatchObject({ code: 'id_taken', errors: [{ pointer: '/id', value: owner!.id }] })

    const twin = { network: network.id, id: randomUUID() as PortId }
    const problem = await refusal(admin.call(routes.ports.createMany, { body: { ports: [twin, twin] } }))
    expect(problem).toMatchObject({ code: 'id_taken', errors: [{ pointer: '/ports/1/id' }] })
    expect(await server.rows(`select id from port where id = '${twin.id}'`)).toEqual([])
  })
})

describe('ports that are made together', () => {
  it('are refused no hostname because of one that was refused itself', async () => {
    const { network } = await makeTenancy(server, 'together')
    const admin = server.as('admin')
    const mac = '02:00:00:00:00:55'
    const create = async (body: object): Promise<Port> =>
      await admin.call(routes.ports.create, { body: { network: network.id, ...body } })
    await create({ mac })
    // The first ones keep the lanes busy, so that the others wait for the same transaction.
    const others = Array.from({ length: 3 }, async () => await create({}))
    const [refused, made] = await Promise.all([
      refusal(create({ vm: { name: 'Web 1' }, mac })),
      create({ hostname: 'web-1' }),
      ...others,
    ])
    expect(refused).toMatchObject({ code: 'mac_taken' })
    expect(made).toMatchObject({ hostname: 'web-1' })
  })
})
