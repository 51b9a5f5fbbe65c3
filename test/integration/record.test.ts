import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'

/** What each command leaves for the reconciler, the streams and the auditor. */

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})

interface Left {
  readonly dirty: string[]
  readonly events: string[]
  readonly audits: string[]
}

const takeLeft = async (): Promise<Left> => {
  const lines = async (text: string): Promise<string[]> =>
    (await server.rows<{ line: string }>(text)).map(({ line }) => line)
  return {
    dirty: await lines(
      `with gone as (delete from dirty returning *) select kind || ' ' || id as line from gone order by seq`,
    ),
    events: await lines(
      `with gone as (delete from event returning *) select action || ' ' || kind || ' ' || resource_id as line from gone order by seq`,
    ),
    audits: await lines(
      `with gone as (delete from audit returning *)
       select action || ' ' || kind || ' ' || resource_id || ' ' || (before is not null)::int || (after is not null)::int
         || ' ' || coalesce((select name from token where id = token_id), '?') as line from gone order by seq`,
    ),
  }
}

const groupOf = async (project: string): Promise<string> => {
  const [row] = await server.rows<{ id: string }>('select id from security_group where project_id = $1', [project])
  return row!.id
}

describe('a command leaves', () => {
  it('for each creation its keys, one event, and who made it', async () => {
    await takeLeft()
    const admin = server.as('admin')
    const project = await admin.call(routes.projects.create, { body: { name: 'left' } })
    const group = await groupOf(project.id)
    expect(await takeLeft()).toEqual({
      dirty: [`security_group ${group}`, `project ${project.id}`],
      events: [`created security_group ${group}`, `created project ${project.id}`],
      audits: [`create security_group ${group} 00 bootstrap-admin`, `create project ${project.id} 01 bootstrap-admin`],
    })
    const network = await admin.call(routes.networks.create, { body: { project: project.id, name: 'n' } })
    expect((await takeLeft()).dirty).toEqual([`network ${network.id}`])
    const subnet = await admin.call(routes.subnets.create, {
      body: { network: network.id, name: 's', cidr: '10.0.0.0/24' },
    })
    expect((await takeLeft()).dirty).toEqual([`subnet ${subnet.id}`])
    const port = await admin.call(routes.ports.create, { body: { network: network.id } })
    expect(await takeLeft()).toEqual({
      dirty: [`port ${port.id}`, `security_group ${group}`],
      events: [`created port ${port.id}`],
      audits: [`create port ${port.id} 01 bootstrap-admin`],
    })
  })

  it('for ports that are made together an event and a record each, and the key of what they share once', async () => {
    const { project, network } = await makeTenancy(server, 'together')
    const group = await groupOf(project.id)
    await takeLeft()
    const body = { ports: [{ network: network.id }, { network: network.id }] }
    const { items } = await server.as('admin').call(routes.ports.createMany, { body })
    const [one, two] = items.map(({ id }) => id)
    expect(await takeLeft()).toEqual({
      dirty: [`port ${one!}`, `port ${two!}`, `security_group ${group}`],
      events: [`created port ${one!}`, `created port ${two!}`],
      audits: [`create port ${one!} 01 bootstrap-admin`, `create port ${two!} 01 bootstrap-admin`],
    })
  })

  it('no group key for a port without port security', async () => {
    const { network } = await makeTenancy(server, 'unsecured')
    await takeLeft()
    const body = { network: network.id, port_security: false }
    const port = await server.as('admin').call(routes.ports.create, { body })
    expect((await takeLeft()).dirty).toEqual([`port ${port.id}`])
  })

  it('for a change only what is rendered from it', async () => {
    const { project, network, subnet } = await makeTenancy(server, 'changed')
    const admin = server.as('admin')
    const port = await admin.call(routes.ports.create, { body: { network: network.id } })
    const group = await groupOf(project.id)
    await takeLeft()
    await admin.call(routes.networks.update, { params: { id: network.id }, body: { name: 'renamed' } })
    expect(await takeLeft()).toEqual({
      dirty: [`network ${network.id}`],
      events: [`updated network ${network.id}`],
      audits: [`update network ${network.id} 11 bootstrap-admin`],
    })
    await admin.call(routes.networks.update, { params: { id: network.id }, body: { mtu: 1400 } })
    expect((await takeLeft()).dirty).toEqual([`subnet ${subnet.id}`, `network ${network.id}`])
    await admin.call(routes.networks.update, { params: { id: network.id }, body: { dhcp: { enabled: false } } })
    expect((await takeLeft()).dirty).toEqual([`subnet ${subnet.id}`, `port ${port.id}`, `network ${network.id}`])
    await admin.call(routes.ports.update, { params: { id: port.id }, body: { node: 'hv1' } })
    expect((await takeLeft()).dirty).toEqual([`port ${port.id}`])
    await admin.call(routes.ports.update, { params: { id: port.id }, body: { port_security: false } })
    expect((await takeLeft()).dirty).toEqual([`port ${port.id}`, `security_group ${group}`])
  })

  it('for each deletion its keys', async () => {
    const { project, network, subnet } = await makeTenancy(server, 'deleted')
    const admin = server.as('admin')
    const port = await admin.call(routes.ports.create, { body: { network: network.id } })
    const group = await groupOf(project.id)
    await takeLeft()
    await admin.call(routes.ports.delete, { params: { id: port.id } })
    expect(await takeLeft()).toEqual({
      dirty: [`port ${port.id}`, `security_group ${group}`],
      events: [`deleting port ${port.id}`],
      audits: [`delete port ${port.id} 10 bootstrap-admin`],
    })
    await admin.call(routes.subnets.delete, { params: { id: subnet.id } })
    await admin.call(routes.networks.delete, { params: { id: network.id } })
    await admin.call(routes.projects.delete, { params: { id: project.id } })
    expect((await takeLeft()).dirty).toEqual([
      `subnet ${subnet.id}`,
      `network ${network.id}`,
      `security_group ${group}`,
      `project ${project.id}`,
    ])
  })

  it('nothing when it is refused', async () => {
    const { network } = await makeTenancy(server, 'refused')
    await takeLeft()
    const body = { network: network.id, fixed_ips: [{}, { ip: '10.0.0.1' }] }
    await expect(server.as('admin').call(routes.ports.create, { body })).rejects.toThrow('gateway')
    expect(await takeLeft()).toEqual({ dirty: [], events: [], audits: [] })
  })
})
