import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Client, routes, type RealizedRow } from '@quantumnet/api'
import { applied, createWorld, Databases, Rig, until, type Server, type World } from './rig.ts'

const databases = new Databases()
let rig: Rig
let leader: Server
let follower: Server
let world: World

beforeAll(async () => {
  await databases.start()
  rig = await Rig.start(databases)
  leader = await rig.server()
  world = await createWorld(leader, 1)
  await applied(leader, world.ports)
  follower = await rig.server()
  await until('the second server sees OVN', async () => ((await follower.readiness()).ready ? true : undefined))
})
afterAll(async () => {
  await rig.close()
  await databases.stop()
})

const inOvn = (rows: readonly RealizedRow[] | undefined): readonly string[] =>
  (rows ?? []).map(({ table, name }) => `${table} ${name ?? '-'}`).sort()

describe('what a resource is in OVN', () => {
  it('is told to operators by every server, whether it leads or not', async () => {
    const [port] = world.ports
    const params = { id: port!.id }
    for (const { client } of [leader, follower]) {
      const network = await client.call(routes.networks.get, { params: { id: world.network.id } })
      expect(inOvn(network.realization)).toEqual([`Logical_Switch ls-${network.id}`])
      const { realization } = await client.call(routes.ports.get, { params })
      expect(inOvn(realization)).toEqual([`Logical_Switch_Port ${params.id}`])
      expect(rig.observer.get('Logical_Switch_Port', realization![0]!.uuid as never)?.['name']).toBe(params.id)
    }
    const project = await leader.client.call(routes.projects.get, { params: { id: world.project.id } })
    expect(inOvn(project.realization)).toEqual(expect.any(Array))
  })

  it('is, of a rule, its own row among those of its group', async () => {
    const { client } = leader
    const [group = ''] = world.ports[0]!.security_groups
    const { id } = await client.call(routes.securityGroupRules.create, {
      body: {
        ...{ security_group: group, direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp' },
        ...{ port_min: 22, port_max: 22, remote_cidr: '192.0.2.0/24' },
      },
      query: { wait: 'applied', wait_timeout: 20 },
    })
    const rule = await client.call(routes.securityGroupRules.get, { params: { id } })
    const whole = await client.call(routes.securityGroups.get, { params: { id: group } })
    expect(rule.realization?.map(({ table }) => table)).toEqual(['ACL'])
    expect(whole.realization).toEqual(expect.arrayContaining([...(rule.realization ?? [])]))
    expect(inOvn(whole.realization)).toContain(`Port_Group sg_${group.replaceAll('-', '_')}`)
  })

  it('is not told to viewers', async () => {
    const body = { name: 'looks', role: 'viewer', project: world.project.id } as const
    const { secret } = await leader.client.call(routes.tokens.create, { body })
    const viewer = new Client({ endpoint: leader.endpoint, token: secret ?? '', attempts: 1 })
    const network = await viewer.call(routes.networks.get, { params: { id: world.network.id } })
    expect(network.realization).toBeUndefined()
  })
})
