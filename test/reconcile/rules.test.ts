import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { routes, settle, type Project, type SecurityGroup, type Status } from '@quantumnet/api'
import { Databases, Rig, until, type Server } from './rig.ts'

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
const waiting = async (status: () => Promise<Status>): Promise<string> =>
  await until('it waits for what OVN is not told', async () => {
    const { state, conditions } = await status()
    const condition = conditions.find(({ reason }) => reason === 'NotProgrammed')
    return state === 'pending' ? condition?.message : undefined
  })

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

describe('what OVN is not told yet says so, and lets nobody in', () => {
  it('what a stateless group allows', async () => {
    const params = { id: group.id }
    await server.client.call(routes.securityGroups.update, {
      params,
      body: { stateful: false, default_egress: 'allow' },
    })
    for (const action of ['allow', 'drop'] as const)
      await server.client.call(routes.securityGroupRules.create, {
        body: {
          ...base,
          security_group: group.id,
          action,
          remote_cidr: `192.0.2.${action === 'allow' ? '1' : '2'}/32`,
        },
      })
    expect(await waiting(async () => (await read()).status)).toContain('what a stateless group allows')
    await until('its drop is there', () => (matches().length === 1 ? true : undefined))
    expect(matches()).toEqual([`outport == @${pg()} && ip4 && ip4.src == 192.0.2.2`])
  })

  it('that a rule logs, while it decides', async () => {
    const body = { ...base, security_group: group.id, log: true }
    const { id } = await server.client.call(routes.securityGroupRules.create, { body })
    expect(await waiting(async () => (await read()).status)).toContain('the logging of rules')
    await until('it decides', () => (matches().length === 1 ? true : undefined))
    await server.client.call(routes.securityGroupRules.update, { params: { id }, body: { log: false } })
    // The condition of the generation before stands until the reconciler has looked, and ends a wait.
    await until('nothing waits', async () => ((await read()).status.conditions.length === 0 ? true : undefined))
    expect((await read()).status.state).not.toBe('pending')
  })

  it('a policy, whose tombstone ends', async () => {
    const { id } = await server.client.call(routes.policies.create, { body: { name: 'p', scope: 'all' } })
    const get = async (): Promise<object & { generation: number; status: Status }> =>
      await server.client.call(routes.policies.get, { params: { id } })
    expect(await waiting(async () => (await get()).status)).toContain('this kind')
    await server.client.call(routes.policies.delete, { params: { id } })
    expect(await settle(get, { until: 'gone', timeoutMs: 10_000 })).toBeUndefined()
  })
})
