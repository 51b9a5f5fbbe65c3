import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes, type Network, type Port } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { Ovn, type DummyChassis } from '../harness/ovn.ts'
import { run } from '../harness/ovsdb.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { Databases } from './rig.ts'

/** What "realized" means, with real northd and ovn-controllers: one that hangs delays what is on its chassis, and nothing else. */

const SECONDS = 20
const databases = new Databases()
let ovn: Ovn
let server: TestServer
let [hv1, hv2, hv3]: readonly DummyChassis[] = []

beforeAll(async () => {
  ovn = await Ovn.start('hv1', 'hv2', 'hv3')
  ;[hv1, hv2, hv3] = ovn.chassis
  await databases.start()
  server = await startServer({ ...remotes(), databaseUrl: await databases.create() })
}, 60_000)
afterAll(async () => {
  await ovn.stop()
  await server.close()
  await databases.stop()
})

const remotes = (): { readonly nbRemotes: readonly string[]; readonly sbRemotes: readonly string[] } => ({
  nbRemotes: [ovn.nb.remote],
  sbRemotes: [ovn.sb.remote],
})

interface Site {
  readonly network: Network
  readonly subnet: string
  readonly group: string
  readonly port: Port
}

const client = (): ReturnType<TestServer['as']> => server.as('admin')
const wait = { wait: 'realized', wait_timeout: SECONDS } as const

/** A project with a network, and a port that is plugged in on a chassis. */
const siteOn = async (chassis: DummyChassis | undefined, name: string): Promise<Site> => {
  const project = await client().call(routes.projects.create, { body: { name } })
  const network = await client().call(routes.networks.create, { body: { project: project.id, name } })
  const body = { network: network.id, name, cidr: '10.0.0.0/24' }
  const subnet = await client().call(routes.subnets.create, { body })
  const { id } = await client().call(routes.ports.create, {
    body: { network: network.id },
    query: { wait: 'applied', wait_timeout: SECONDS },
  })
  await chassis?.plug(id)
  const query = chassis === undefined ? {} : wait
  const port = await client().call(routes.ports.get, { params: { id }, query })
  return { network, subnet: subnet.id, group: port.security_groups[0] ?? '', port }
}

type State = readonly [state: string, applied: number, realized: number]
const stateOf = ({ status }: Pick<Port, 'status'>): State => [
  status.state,
  status.applied_generation,
  status.realized_generation,
]

const changeNetwork = async ({ network: { id } }: Site, mtu: number, seconds = SECONDS): Promise<State> =>
  stateOf(
    await client().call(routes.networks.update, {
      ...{ params: { id }, body: { mtu } },
      query: { ...wait, wait_timeout: seconds },
    }),
  )

const networkOf = async ({ network: { id } }: Site): Promise<State> =>
  stateOf(await client().call(routes.networks.get, { params: { id } }))

const changeGroup = async ({ group }: Site, port: number, seconds = SECONDS): Promise<State> => {
  const { id } = await client().call(routes.securityGroupRules.create, {
    body: {
      ...{ security_group: group, direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp' },
      ...{ port_min: port, port_max: port, remote_cidr: '192.0.2.0/24' },
    },
    query: { wait: 'applied', wait_timeout: SECONDS },
  })
  return stateOf(
    await client().call(routes.securityGroupRules.get, { params: { id }, query: { ...wait, wait_timeout: seconds } }),
  )
}

const settled = async (read: () => Promise<State>): Promise<State> =>
  await eventually(async () => ((await read())[0] === 'realized' ? await read() : undefined), {
    what: 'it is realized',
    timeoutMs: SECONDS * 1000,
  })

describe('realized', () => {
  it('is a port whose chassis has its flows; before, it is applied', async () => {
    const site = await siteOn(undefined, 'waits')
    expect(stateOf(site.port)).toEqual(['applied', 1, 0])
    await hv1?.plug(site.port.id)
    const port = await client().call(routes.ports.get, { params: { id: site.port.id }, query: wait })
    expect(stateOf(port)).toEqual(['realized', 1, 1])
  })

  it('is what nobody hosts once northd has written it, and not before', async () => {
    const site = await siteOn(undefined, 'nobody')
    expect(await settled(async () => await networkOf(site))).toEqual(['realized', 1, 1])
    ovn.northd.freeze()
    try {
      expect(await changeNetwork(site, 1400, 1)).toEqual(['applied', 2, 1])
    } finally {
      ovn.northd.thaw()
    }
    expect(await settled(async () => await networkOf(site))).toEqual(['realized', 2, 2])
  })

  it('waits for the chassis that it is on, whoever else hangs', async () => {
    const [here, there] = [await siteOn(hv1, 'here'), await siteOn(hv2, 'there')]
    hv2?.controller.freeze()
    try {
      expect(await changeNetwork(here, 1400)).toEqual(['realized', 2, 2])
      expect((await changeGroup(here, 80))[0]).toBe('realized')
      expect(await changeNetwork(there, 1400, 1)).toEqual(['applied', 2, 1])
      expect((await changeGroup(there, 80, 1))[0]).toBe('applied')
      const { id } = there.port
      const port = await client().call(routes.ports.update, {
        ...{ params: { id }, body: { admin_up: false } },
        query: { ...wait, wait_timeout: 1 },
      })
      expect(stateOf(port)).toEqual(['applied', 2, 1])
    } finally {
      hv2?.controller.thaw()
    }
    expect(await settled(async () => await networkOf(there))).toEqual(['realized', 2, 2])
    const port = await client().call(routes.ports.get, { params: { id: there.port.id }, query: wait })
    expect(stateOf(port)).toEqual(['realized', 2, 2])
  })

  it('is found out by whoever leads next', async () => {
    const there = await siteOn(hv2, 'taken-over')
    hv2?.controller.freeze()
    const { databaseUrl } = server
    try {
      expect(await changeNetwork(there, 1400, 1)).toEqual(['applied', 2, 1])
      await server.close()
      server = await startServer({ ...remotes(), databaseUrl })
      await eventually(async () => ((await fetch(`${server.endpoint}/readyz`)).ok ? true : undefined), {
        what: 'the next server leads',
        timeoutMs: SECONDS * 1000,
      })
      expect(await networkOf(there)).toEqual(['applied', 2, 1])
    } finally {
      hv2?.controller.thaw()
    }
    expect(await settled(async () => await networkOf(there))).toEqual(['realized', 2, 2])
  })

  it('does not wait for a hypervisor that is silent, and says so until it is back', async () => {
    const there = await siteOn(hv3, 'silent')
    const body = { encap_ip: '127.0.1.3', agent_version: 'test' }
    await server.as('node').call(routes.nodes.register, { params: { name: 'hv3' }, body })
    hv3?.controller.freeze()
    try {
      await server.rows(`update node set seen_at = now() - interval '1 hour' where name = 'hv3'`)
      expect(await changeNetwork(there, 1400, 2 * SECONDS)).toEqual(['realized', 2, 2])
      const { status } = await client().call(routes.networks.get, { params: { id: there.network.id } })
      expect(status.conditions).toMatchObject([{ type: 'NotEverywhere', reason: 'NodeSilent' }])
      expect(status.conditions[0]?.message).toMatch(/^hv3: silent/)
      // Its own port is nowhere else.
      const update = { params: { id: there.port.id }, body: { admin_up: false } }
      const port = await client().call(routes.ports.update, { ...update, query: { ...wait, wait_timeout: 1 } })
      expect(stateOf(port)).toEqual(['applied', 2, 1])
    } finally {
      hv3?.controller.thaw()
    }
    const whole = await eventually(
      async () => {
        const { status } = await client().call(routes.networks.get, { params: { id: there.network.id } })
        return status.conditions.length === 0 ? status : undefined
      },
      { what: 'hv3 has it too', timeoutMs: SECONDS * 1000 },
    )
    expect(whole).toMatchObject({ state: 'realized', realized_generation: 2 })
    // One that speaks again is waited for again, also when nobody was waited for meanwhile.
    await server.as('node').call(routes.nodes.register, { params: { name: 'hv3' }, body })
    await eventually(
      async () => {
        const rows = await server.rows(`select from node where name = 'hv3' and conditions = '[]'`)
        return rows.length > 0 ? true : undefined
      },
      { what: 'hv3 is not silent', timeoutMs: SECONDS * 1000 },
    )
    hv3?.controller.freeze()
    try {
      expect(await changeNetwork(there, 1410, 1)).toEqual(['applied', 3, 2])
    } finally {
      hv3?.controller.thaw()
    }
    expect(await settled(async () => await networkOf(there))).toEqual(['realized', 3, 3])
  }, 120_000)

  it('waits no longer for a chassis that was taken out', async () => {
    const there = await siteOn(hv2, 'gone')
    hv2?.controller.freeze()
    expect(await changeNetwork(there, 1400, 1)).toEqual(['applied', 2, 1])
    await run('ovn-sbctl', `--db=${ovn.sb.remote}`, 'chassis-del', 'hv2')
    await run('ovn-sbctl', `--db=${ovn.sb.remote}`, '--if-exists', 'destroy', 'Chassis_Private', 'hv2')
    expect(await settled(async () => await networkOf(there))).toEqual(['realized', 2, 2])
  })

  it('takes the chassis of a decommissioned hypervisor out, and its decommission ends', async () => {
    const node = server.as('node')
    const body = { encap_ip: '127.0.1.1', agent_version: 'test' }
    await node.call(routes.nodes.register, { params: { name: 'hv1' }, body })
    await hv1?.controller.stop()
    expect(await ovn.chassisNames()).toContain('hv1')
    const { id } = await client().call(routes.nodes.decommission, { params: { name: 'hv1' } })
    const ended = await eventually(
      async () => {
        const operation = await client().call(routes.operations.get, { params: { id } })
        return operation.state === 'running' ? undefined : operation
      },
      { what: 'the decommission has ended', timeoutMs: SECONDS * 1000 },
    )
    expect(ended).toMatchObject({ state: 'succeeded', progress: { done: 1, total: 1 } })
    expect(await ovn.chassisNames()).not.toContain('hv1')
  })
})
