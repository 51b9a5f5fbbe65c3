import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ApiError, routes } from '@quantumnet/api'
import { REMOVE_PORTS } from '../harness/ports.ts'
import { refusal } from '../harness/requests.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { makeTenancy } from '../harness/tenancy.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})
const admin = (): ReturnType<TestServer['as']> => server.as('admin')

describe('a deletion', () => {
  it('is refused while something refers to it, and names what', async () => {
    const { project, network, subnet } = await makeTenancy(server, 'referred')
    const port = await admin().call(routes.ports.create, { body: { network: network.id, name: 'nic' } })
    const subnetReferrer = { kind: 'subnet', id: subnet.id, name: 'sub' }
    const networkReferrer = { kind: 'network', id: network.id, name: 'net' }
    const portReferrer = { kind: 'port', id: port.id, name: 'nic' }
    const cases = await Promise.all([
      refusal(admin().call(routes.projects.delete, { params: { id: project.id } })),
      refusal(admin().call(routes.networks.delete, { params: { id: network.id } })),
      refusal(admin().call(routes.subnets.delete, { params: { id: subnet.id } })),
    ])
    expect(cases.map(({ code, status, referrers }) => ({ code, status, referrers }))).toEqual([
      { code: 'in_use', status: 409, referrers: [portReferrer, subnetReferrer, networkReferrer] },
      { code: 'in_use', status: 409, referrers: [subnetReferrer, portReferrer] },
      { code: 'in_use', status: 409, referrers: [portReferrer] },
    ])
    expect(cases[0].detail).toBe('project "referred" is in use by port "nic", subnet "sub", network "net"')
  })

  it('does not count referrers that are being deleted themselves, and leaves tombstones', async () => {
    const { project, network, subnet } = await makeTenancy(server, 'cascade')
    const port = await admin().call(routes.ports.create, { body: { network: network.id, hostname: 'h' } })
    const states = [
      await admin().call(routes.ports.delete, { params: { id: port.id } }),
      await admin().call(routes.subnets.delete, { params: { id: subnet.id } }),
      await admin().call(routes.networks.delete, { params: { id: network.id } }),
      await admin().call(routes.projects.delete, { params: { id: project.id } }),
    ]
    expect(states.map(({ status, generation }) => [status.state, generation])).toEqual(Array(4).fill(['deleting', 2]))
    expect((await admin().call(routes.ports.get, { params: { id: port.id } })).status.state).toBe('deleting')
    const groups = await server.rows(
      'select deleting_at is not null as deleting from security_group where project_id = $1',
      [project.id],
    )
    expect(groups).toEqual([{ deleting: true }])
  })

  it('keeps the address of a port, also from a new subnet of the same block', async () => {
    const { network, subnet } = await makeTenancy(server, 'quarantine')
    const body = { network: network.id, fixed_ips: [{ ip: '10.0.0.3' }] }
    const port = await admin().call(routes.ports.create, { body: { ...body, name: 'old' } })
    await admin().call(routes.ports.delete, { params: { id: port.id } })
    await admin().call(routes.subnets.delete, { params: { id: subnet.id } })
    await admin().call(routes.subnets.create, { body: { network: network.id, name: 'sub', cidr: subnet.cidr } })
    const problem = await refusal(admin().call(routes.ports.create, { body }))
    expect(problem).toMatchObject({ code: 'address_taken', errors: [{ pointer: '/fixed_ips/0/ip' }] })
    expect(problem.detail).toContain('port "old", which is being deleted,')
    const other = await admin().call(routes.ports.create, { body: { network: network.id } })
    expect(other.fixed_ips.map(({ ip }) => ip)).toEqual(['10.0.0.4'])
    await server.rows(REMOVE_PORTS, [[port.id]])
    expect((await admin().call(routes.ports.create, { body })).fixed_ips[0]?.ip).toBe('10.0.0.3')
  })

  it('is the same twice', async () => {
    const { subnet } = await makeTenancy(server, 'twice')
    const params = { id: subnet.id }
    const first = await admin().call(routes.subnets.delete, { params })
    expect(await admin().call(routes.subnets.delete, { params })).toEqual(first)
  })

  it('lets nothing be changed or made below it any more', async () => {
    const { project, network, subnet } = await makeTenancy(server, 'frozen')
    await admin().call(routes.subnets.delete, { params: { id: subnet.id } })
    await admin().call(routes.networks.delete, { params: { id: network.id } })
    await admin().call(routes.projects.delete, { params: { id: project.id } })
    const problems = await Promise.all([
      refusal(admin().call(routes.subnets.update, { params: { id: subnet.id }, body: { name: 'x' } })),
      refusal(admin().call(routes.networks.create, { body: { project: project.id, name: 'x' } })),
      refusal(admin().call(routes.subnets.create, { body: { network: network.id, name: 'x', cidr: '10.0.9.0/24' } })),
      refusal(admin().call(routes.ports.create, { body: { network: network.id, fixed_ips: [] } })),
    ])
    expect(problems.map(({ code }) => code)).toEqual(Array(4).fill('being_deleted'))
  })

  it('frees names and blocks at once, and keeps addresses and MACs until the row is gone', async () => {
    const { network, subnet } = await makeTenancy(server, 'freeing')
    const body = { network: network.id, hostname: 'vm', mac: '06:00:00:00:00:07', fixed_ips: [{ ip: '10.0.0.7' }] }
    const old = await admin().call(routes.ports.create, { body })
    await admin().call(routes.ports.delete, { params: { id: old.id } })
    const address = await refusal(admin().call(routes.ports.create, { body: { ...body, mac: '06:00:00:00:00:08' } }))
    expect(address.errors).toMatchObject([{ message: expect.stringContaining('which is being deleted') }])
    const mac = await refusal(admin().call(routes.ports.create, { body: { ...body, fixed_ips: [] } }))
    expect([address.code, mac.code]).toEqual(['address_taken', 'mac_taken'])
    const named = await admin().call(routes.ports.create, {
      body: { network: network.id, hostname: 'vm', fixed_ips: [] },
    })
    expect(named.fqdn).toBe('vm.freeing.internal')
    await server.rows(REMOVE_PORTS, [[old.id]])
    const again = await admin().call(routes.ports.create, { body: { ...body, hostname: 'vm2' } })
    expect(again.fixed_ips).toEqual([{ subnet: subnet.id, ip: '10.0.0.7' }])
  })

  it('frees the name and the block of a subnet', async () => {
    const { network, subnet } = await makeTenancy(server, 'subnet-again')
    await admin().call(routes.subnets.delete, { params: { id: subnet.id } })
    const body = { network: network.id, name: 'sub', cidr: '10.0.0.0/24' }
    expect((await admin().call(routes.subnets.create, { body })).id).not.toBe(subnet.id)
  })

  it('answers a repeated create of what is being deleted with id_taken', async () => {
    const { network } = await makeTenancy(server, 'replayed')
    const body = { id: '0198c5a1-1111-7000-8000-000000000001', network: network.id, fixed_ips: [] }
    await admin().call(routes.ports.create, { body })
    await admin().call(routes.ports.delete, { params: { id: body.id } })
    expect((await refusal(admin().call(routes.ports.create, { body }))).code).toBe('id_taken')
  })
})

describe('a deletion against creations below it', () => {
  /** How many rows stand that are alive below a tombstone: always none. */
  const orphans = async (): Promise<unknown[]> =>
    await server.rows(`
      select 'network' as kind, n.id from network n join project p on p.id = n.project_id
      where n.deleting_at is null and p.deleting_at is not null
      union all select 'subnet', s.id from subnet s join network n on n.id = s.network_id
      where s.deleting_at is null and n.deleting_at is not null
      union all select 'port', t.id from port t join network n on n.id = t.network_id
      where t.deleting_at is null and n.deleting_at is not null
      union all select 'address', t.id from address a join port t on t.id = a.owner_id join subnet s on s.id = a.subnet_id
      where t.deleting_at is null and s.deleting_at is not null`)

  it.each(['project', 'network', 'subnet'] as const)(
    'of a %s: one of the two wins, whatever the order',
    async (kind) => {
      for (let round = 0; round < 12; round++) {
        const { project, network, subnet } = await makeTenancy(server, `race-${kind}-${String(round)}`)
        if (kind !== 'subnet') await admin().call(routes.subnets.delete, { params: { id: subnet.id } })
        if (kind === 'project') await admin().call(routes.networks.delete, { params: { id: network.id } })
        const remove = {
          project: async () => await admin().call(routes.projects.delete, { params: { id: project.id } }),
          network: async () => await admin().call(routes.networks.delete, { params: { id: network.id } }),
          subnet: async () => await admin().call(routes.subnets.delete, { params: { id: subnet.id } }),
        }[kind]
        const create = async (index: number): Promise<unknown> =>
          kind === 'project'
            ? await admin().call(routes.networks.create, { body: { project: project.id, name: `n${String(index)}` } })
            : await admin().call(routes.ports.create, {
                body: { network: network.id, ...(kind === 'network' && { fixed_ips: [] }) },
              })
        const attempts = [create(0), create(1), remove(), create(2), create(3)]
        const results = await Promise.allSettled(attempts)
        const codes = results.map((result) =>
          result.status === 'fulfilled' ? 'done' : result.reason instanceof ApiError ? result.reason.code : 'broken',
        )
        const made = codes.filter((code, index) => index !== 2 && code === 'done').length
        expect(codes[2]).toBe(made === 0 ? 'done' : 'in_use')
        const allowed = kind === 'subnet' ? ['done', 'reference_not_found'] : ['done', 'being_deleted']
        codes.forEach((code, index) => {
          if (index !== 2) expect(allowed).toContain(code)
        })
      }
      expect(await orphans()).toEqual([])
    },
  )
})
