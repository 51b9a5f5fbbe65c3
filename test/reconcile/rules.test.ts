import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import {
  routes,
  settle,
  type CreatePolicy,
  type CreatePort,
  type Policy,
  type Project,
  type SecurityGroup,
  type Status,
} from '@quantumnet/api'
import { createPorts, createWorld, Databases, Rig, until, type Server } from './rig.ts'

const databases = new Databases()
let rig: Rig
let server: Server
let project: Project
let group: SecurityGroup

beforeAll(async () => {
  await databases.start()
})
afterAll(async () => {
  await databases.stop()
})
beforeEach(async () => {
  rig = await Rig.start(databases)
  server = await rig.server()
  project = await server.client.call(routes.projects.create, { body: { name: 'ruled' } })
  const body = { project: project.id, name: 'web', default_egress: 'deny' } as const
  group = await server.client.call(routes.securityGroups.create, { body })
})
afterEach(async () => {
  await rig.close()
})

const read = async (): Promise<SecurityGroup> =>
  await server.client.call(routes.securityGroups.get, { params: { id: group.id } })
const applied = async (): Promise<void> => {
  await settle(read, { until: 'applied', timeoutMs: 10_000 })
}
const base = { direction: 'ingress', ethertype: 'ipv4' } as const
const matches = (): unknown[] =>
  rig
    .owned()
    .filter(({ table, kind, id }) => table === 'ACL' && kind === 'security_group' && id === group.id)
    .map(({ row }) => row['match'])
    .sort()
const addressesOf = (name: string): unknown =>
  [...rig.observer.rows('Address_Set').values()].find((row) => row['name'] === name)?.['addresses']
const pg = (): string => `sg_${group.id.replaceAll('-', '_')}`

describe('rules become ACLs', () => {
  it('with ICMP types, and not while they are switched off', async () => {
    const { id } = await server.client.call(routes.securityGroupRules.create, {
      body: { ...base, security_group: group.id, protocol: 'icmp', icmp_type: 0, icmp_code: 0 },
    })
    await applied()
    expect(matches()).toEqual([`outport == @${pg()} && ip4 && icmp4 && icmp4.type == 0 && icmp4.code == 0`])
    await server.client.call(routes.securityGroupRules.update, { params: { id }, body: { enabled: false } })
    await applied()
    expect(matches()).toEqual([])
  })

  it('that name the blocks of an address group, which change by themselves', async () => {
    const offices = await server.client.call(routes.addressGroups.create, {
      body: { project: project.id, name: 'offices', cidrs: ['198.51.100.0/24', '2001:db8::/48'] },
    })
    await server.client.call(routes.securityGroupRules.create, {
      body: { ...base, security_group: group.id, remote_address_group: offices.id },
    })
    await applied()
    const set = `ag_${offices.id.replaceAll('-', '_')}`
    expect(matches()).toEqual([`outport == @${pg()} && ip4 && ip4.src == $${set}_v4`])
    expect([addressesOf(`${set}_v4`), addressesOf(`${set}_v6`)]).toEqual([['198.51.100.0/24'], ['2001:db8::/48']])
    const params = { id: offices.id }
    await server.client.call(routes.addressGroups.update, { params, body: { cidrs: ['192.0.2.0/24'] } })
    await until('the sets are the new ones', () =>
      JSON.stringify([addressesOf(`${set}_v4`), addressesOf(`${set}_v6`)]) === '[["192.0.2.0/24"],[]]'
        ? true
        : undefined,
    )
  })

  it('and both sets go with an address group that nothing names', async () => {
    const body = { project: project.id, name: 'offices', cidrs: ['198.51.100.0/24'] }
    const { id } = await server.client.call(routes.addressGroups.create, { body })
    const get = async (): Promise<object & { generation: number; status: Status }> =>
      await server.client.call(routes.addressGroups.get, { params: { id } })
    await settle(get, { until: 'applied', timeoutMs: 10_000 })
    await server.client.call(routes.addressGroups.delete, { params: { id } })
    expect(await settle(get, { until: 'gone', timeoutMs: 10_000 })).toBeUndefined()
    expect(rig.owned().filter(({ kind }) => kind === 'address_group')).toEqual([])
  })
})

type Columns = Readonly<Record<string, unknown>>
const aclsOf = (kind: string): readonly Columns[] =>
  rig
    .owned()
    .filter((row) => row.table === 'ACL' && row.kind === kind)
    .map(({ row }) => row)
    .sort((a, b) => Number(b['priority']) - Number(a['priority']))

describe('a group without connection tracking', () => {
  it('allows packet by packet, and keeps all packets of its members untracked', async () => {
    const params = { id: group.id }
    await server.client.call(routes.securityGroups.update, { params, body: { stateful: false } })
    for (const action of ['allow', 'drop'] as const)
      await server.client.call(routes.securityGroupRules.create, {
        body: {
          ...base,
          security_group: group.id,
          action,
          remote_cidr: `192.0.2.${action === 'allow' ? '1' : '2'}/32`,
        },
      })
    await applied()
    expect(aclsOf('security_group').filter(({ match }) => String(match).includes(pg()))).toMatchObject([
      { priority: 1699, action: 'drop', match: `outport == @${pg()} && ip4 && ip4.src == 192.0.2.2` },
      { priority: 1697, action: 'allow-stateless', match: `outport == @${pg()} && ip4 && ip4.src == 192.0.2.1` },
      { priority: 0, action: 'allow-stateless' },
      { priority: 0, action: 'allow-stateless' },
    ])
  })
})

describe('a rule that logs', () => {
  it('has its name and its meter in OVN', async () => {
    const body = { ...base, security_group: group.id, log: true }
    const { id } = await server.client.call(routes.securityGroupRules.create, { body })
    await applied()
    const [acl] = aclsOf('security_group').filter(({ name }) => name === `web/${id}`)
    expect(acl).toMatchObject({ log: true, severity: 'info', meter: 'qn_acl_log' })
    await server.client.call(routes.securityGroupRules.update, { params: { id }, body: { log: false } })
    await applied()
    expect(aclsOf('security_group').filter(({ log }) => log === true)).toEqual([])
  })
})

describe('a policy', () => {
  const create = async (body: Partial<CreatePolicy>): Promise<Policy> =>
    await server.client.call(routes.policies.create, { body: { name: 'p', scope: 'all', ...body } })
  const get = async (id: Policy['id']): Promise<Policy> =>
    await server.client.call(routes.policies.get, { params: { id } })
  const settled = async (id: Policy['id'], until: 'applied' | 'gone'): Promise<unknown> =>
    await settle(async () => await get(id), { until, timeoutMs: 10_000 })

  it('of all projects is on the group of all secured ports', async () => {
    const { id } = await create({})
    await server.client.call(routes.policyRules.create, { body: { ...base, policy: id, action: 'drop', position: 5 } })
    await settled(id, 'applied')
    expect(aclsOf('policy')).toMatchObject([{ priority: 2984, match: 'outport == @qn_drop && ip4', action: 'drop' }])
    await server.client.call(routes.policies.delete, { params: { id } })
    expect(await settled(id, 'gone')).toBeUndefined()
    expect(aclsOf('policy')).toEqual([])
  })

  it('of a project is on that of its ports, follows a change of scope, and ends with the project', async () => {
    const other = await server.client.call(routes.projects.create, { body: { name: 'other' } })
    const { id } = await create({ scope: 'projects', projects: [project.id, other.id] })
    await server.client.call(routes.policyRules.create, { body: { ...base, policy: id, action: 'allow' } })
    await settled(id, 'applied')
    const groupOf = (of: Project): string => `qn_project_${of.id.replaceAll('-', '_')}`
    const matchesOfPolicy = (): unknown[] =>
      aclsOf('policy')
        .map(({ match }) => match)
        .sort()
    expect(matchesOfPolicy()).toEqual([project, other].map((of) => `outport == @${groupOf(of)} && ip4`).sort())
    await server.client.call(routes.projects.delete, { params: { id: other.id } })
    await until('the rows on the project have gone with it', () => (matchesOfPolicy().length === 1 ? true : undefined))
    await server.client.call(routes.policies.update, { params: { id }, body: { scope: 'all' } })
    await settled(id, 'applied')
    expect(matchesOfPolicy()).toEqual(['outport == @qn_drop && ip4'])
    expect((await server.drift()).missing + (await server.drift()).surplus).toBe(0)
  })
})

describe('the addresses of members', () => {
  it('include the pairs that a port may send from beside its own, but never all addresses', async () => {
    const { network } = await createWorld(server, 0)
    const pairs = [{ ip: '10.0.9.9' }, { ip: '10.0.8.0/24' }, { ip: '0.0.0.0/0' }, { ip: 'fd00::9' }]
    const owner = await server.client.call(routes.securityGroups.create, {
      body: { project: network.project, name: 'routers' },
    })
    const [port] = await createPorts(server, network, [
      {
        security_groups: [owner.id],
        fixed_ips: [{ ip: '10.0.0.7' }],
        allowed_address_pairs: pairs as CreatePort['allowed_address_pairs'],
      },
    ])
    const set = `sg_${owner.id.replaceAll('-', '_')}`
    const sets = (): string =>
      JSON.stringify(
        ['v4', 'v6'].map((family) => (addressesOf(`${set}_${family}`) as string[] | undefined)?.toSorted()),
      )
    await until('the sets are filled', () =>
      sets() === '[["10.0.0.7","10.0.8.0/24","10.0.9.9"],["fd00::9"]]' ? true : undefined,
    )
    const params = { id: port!.id }
    await server.client.call(routes.ports.update, { params, body: { allowed_address_pairs: [] } })
    await until('the pairs are out', () => (sets() === '[["10.0.0.7"],[]]' ? true : undefined))
  })
})
