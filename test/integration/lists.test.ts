import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy, type Tenancy } from '../harness/tenancy.ts'

let server: TestServer
let tenancy: Tenancy
const names: string[] = []
beforeAll(async () => {
  server = await startServer()
  tenancy = await makeTenancy(server, 'lists')
  // As many at once as the server makes them: neighbours often have the same creation time in milliseconds.
  const admin = server.as('admin')
  const create = async (name: string): Promise<unknown> =>
    await admin.call(routes.ports.create, { body: { network: tenancy.network.id, name, hostname: name } })
  for (let index = 0; index < 50; index++) names.push(`p${String(index)}`)
  await Promise.all(names.map(create))
})
afterAll(async () => {
  await server.close()
})

const pages = async (limit: number): Promise<string[][]> => {
  const read: string[][] = []
  let cursor: string | undefined
  do {
    const query = { network: tenancy.network.id, limit, ...(cursor !== undefined && { cursor }) }
    const page = await server.as('admin').call(routes.ports.list, { query })
    read.push(page.items.map(({ name }) => name))
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return read
}

describe('a list', () => {
  it.each([1, 7, 49, 50, 51])('gives every resource once in pages of %d', async (limit) => {
    const read = await pages(limit)
    expect(read.flat().sort()).toEqual([...names].sort())
    expect(read.map(({ length }) => length).slice(0, -1)).toEqual(read.slice(0, -1).map(() => limit))
    expect(read.at(-1)!.length).toBeGreaterThan(0)
  })

  it('is ordered by creation', async () => {
    const { items } = await server.as('admin').call(routes.ports.list, { query: { network: tenancy.network.id } })
    const times = items.map(({ created_at }) => created_at)
    expect(times).toEqual([...times].sort())
  })

  it('goes on after its cursor though the resource there is gone', async () => {
    const admin = server.as('admin')
    const first = await admin.call(routes.ports.list, { query: { network: tenancy.network.id, limit: 10 } })
    await server.rows('delete from port where id = $1', [first.items[9]!.id])
    const query = { network: tenancy.network.id, limit: 500, cursor: first.next_cursor! }
    const rest = await admin.call(routes.ports.list, { query })
    expect(rest.items).toHaveLength(40)
    names.splice(names.indexOf(first.items[9]!.name), 1)
  })

  it('filters by each field of its query', async () => {
    const admin = server.as('admin')
    const {
      fixed_ips: [first],
    } = await admin.call(routes.ports.create, {
      body: { network: tenancy.network.id, name: 'one', hostname: 'wanted', node: 'hv7' },
    })
    const ip = first!.ip
    names.push('one')
    const count = async (query: object): Promise<number> =>
      (await admin.call(routes.ports.list, { query })).items.length
    expect(await count({ hostname: 'wanted' })).toBe(1)
    expect(await count({ node: 'hv7' })).toBe(1)
    expect(await count({ ip })).toBe(1)
    expect(await count({ ip, network: tenancy.network.id })).toBe(1)
    expect(await count({ ip: '10.0.200.200' })).toBe(0)
    expect(await count({ name: 'one', project: tenancy.project.id })).toBe(1)
    expect(await count({ name: 'one', project: '0198c5a1-0000-7000-8000-000000000000' })).toBe(0)
  })

  it('is empty, not missing, when nothing fits', async () => {
    expect(await server.as('admin').call(routes.subnets.list, { query: { name: 'nobody' } })).toEqual({
      items: [],
      next_cursor: null,
    })
  })

  it.each(['x', 'bm90IG91cnM', Buffer.from('1.99999999999999999.x').toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      const problem = await refusal(server.as('admin').call(routes.projects.list, { query: { cursor } }))
      expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '?cursor', value: cursor }] })
    },
  )
})
