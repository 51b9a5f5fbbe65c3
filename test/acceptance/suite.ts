import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { networkRoutes, portRoutes, projectRoutes, subnetRoutes, type Client } from '@quantumnet/api'
import { serveInProcess, type InProcess } from '../provider/in-process.ts'
import { Workspace } from '../provider/terraform.ts'

/** What holds of every kind of resource, with the real Terraform: against the real server, and against the double. */

export interface Api {
  readonly endpoint: string
  readonly token: string
  /** for what happens behind Terraform's back */
  readonly client: Client
  close(): Promise<void>
}

const MINIMAL = `
resource "quantumnet_project" "a" {
  name = "alpha"
}
resource "quantumnet_network" "a" {
  project = quantumnet_project.a.id
  name    = "net"
}
resource "quantumnet_subnet" "a" {
  network = quantumnet_network.a.id
  name    = "sub"
  cidr    = "10.0.0.0/24"
}
resource "quantumnet_port" "a" {
  network    = quantumnet_network.a.id
  depends_on = [quantumnet_subnet.a]
}
`

/** Everything that can be changed without a new resource is another value than in MINIMAL. */
const UPDATED = `
resource "quantumnet_project" "a" {
  name        = "alpha-2"
  description = "tenant"
  labels      = { team = "core" }
}
resource "quantumnet_network" "a" {
  project     = quantumnet_project.a.id
  name        = "net-2"
  description = "wire"
  labels      = { "example.org/env" = "test" }
  mtu         = 1400
  multicast   = true
  dhcp = {
    enabled       = false
    lease_time    = 600
    ntp_servers   = ["10.0.0.123", "fd00::123"]
    dns_servers   = ["10.0.0.53"]
    domain_name   = "corp.example"
    static_routes = [{ destination = "192.168.0.0/16", next_hop = "10.0.0.9" }]
  }
  port_security_default = false
}
resource "quantumnet_subnet" "a" {
  network           = quantumnet_network.a.id
  name              = "sub-2"
  description       = "block"
  labels            = { a = "b" }
  cidr              = "10.0.0.0/24"
  allocation_ranges = [{ start = "10.0.0.10", end = "10.0.0.19" }, { start = "10.0.0.30", end = "10.0.0.39" }]
  reserved_ranges   = [{ start = "10.0.0.200", end = "10.0.0.209" }]
  hold_down         = 60
  dns_servers       = []
  static_routes     = [{ destination = "172.16.0.0/12", next_hop = "10.0.0.9" }]
}
resource "quantumnet_port" "a" {
  network       = quantumnet_network.a.id
  name          = "port-2"
  description   = "interface"
  labels        = { role = "web" }
  fixed_ips     = [{ ip = "10.0.0.15" }]
  hostname      = "web"
  wildcard      = true
  vm            = { id = "4711", name = "web.example.org" }
  port_security = false
  admin_up      = false
  node          = "hv1"
  dhcp_options  = { dns_servers = ["10.0.0.54"], tftp_server = "10.0.0.69", bootfile_name = "boot.ipxe" }
  depends_on    = [quantumnet_subnet.a]

  allowed_address_pairs = [{ ip = "10.0.0.50" }, { ip = "10.0.0.64/28", mac = "02:00:5e:00:00:01" }]

  timeouts {
    create = "90s"
  }
}
`

const ADDRESSES = ['quantumnet_network.a', 'quantumnet_port.a', 'quantumnet_project.a', 'quantumnet_subnet.a']
const all = (action: string): string[] => ADDRESSES.map((address) => `${action} ${address}`)

/** Without what changes by itself, and without the limits, which stand in the configuration alone. */
const settledValues = (values: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !['updated_at', 'binding', 'timeouts'].includes(name)))

export const describeResources = (against: string, startApi: () => Promise<Api>): void => {
  let api: Api
  let served: InProcess
  let workspace: Workspace

  const configure = async (resources: string): Promise<void> => {
    const provider = `provider "quantumnet" {\n  endpoint = "${api.endpoint}"\n  token    = "${api.token}"\n}`
    await workspace.configure(resources, provider)
  }
  const idOf = async (kind: string): Promise<string> => String((await workspace.values(`quantumnet_${kind}.a`))['id'])

  beforeAll(async () => {
    api = await startApi()
    served = await serveInProcess()
  })
  afterAll(async () => {
    await served.close()
    await api.close()
  })
  beforeEach(async () => {
    workspace = await Workspace.make(served.environment)
    await configure(MINIMAL)
    await workspace.succeed('init')
  })
  afterEach(async () => {
    await configure('')
    await workspace.apply()
    await workspace.remove()
  })

  describe(`resources against ${against}`, () => {
    it('are created with the minimum, then there is nothing to do, and are destroyed', async () => {
      expect(await workspace.planned()).toEqual(all('create'))
      await workspace.apply()
      expect(await workspace.planned()).toEqual([])
      const ids = { network: await idOf('network'), port: await idOf('port'), project: await idOf('project') }
      expect(await workspace.values('quantumnet_subnet.a')).toMatchObject({
        ...{ gateway: '10.0.0.1', dns_address: '10.0.0.2', project: ids.project, network: ids.network },
        allocation_ranges: [{ start: '10.0.0.1', end: '10.0.0.254' }],
      })
      expect(await workspace.values('quantumnet_port.a')).toMatchObject({
        ...{ interface_id: ids.port, port_security: true, admin_up: true, vm: null, hostname: null, node: null },
        ...{ fixed_ips: [{ ip: '10.0.0.3' }], security_groups: [expect.any(String)], dhcp_options: null },
        mac: expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/),
      })
      await workspace.succeed('destroy', '-auto-approve')
      const gone = api.client.call(projectRoutes.get, { params: { id: ids.project } })
      await expect(gone).rejects.toMatchObject({ code: 'not_found' })
    })

    it('are updated in place in everything that the API can change, and back', async () => {
      await workspace.apply()
      const before = await Promise.all(['project', 'network', 'subnet', 'port'].map(idOf))
      await configure(UPDATED)
      expect(await workspace.planned()).toEqual(all('update'))
      await workspace.apply()
      expect(await workspace.planned()).toEqual([])
      expect(await Promise.all(['project', 'network', 'subnet', 'port'].map(idOf))).toEqual(before)
      expect(await workspace.values('quantumnet_network.a')).toMatchObject({
        ...{ name: 'net-2', mtu: 1400, multicast: true, port_security_default: false },
        dhcp: { enabled: false, lease_time: 600, ntp_servers: ['10.0.0.123', 'fd00::123'] },
      })
      expect(await workspace.values('quantumnet_subnet.a')).toMatchObject({ hold_down: 60, dns_servers: [] })
      expect(await workspace.values('quantumnet_port.a')).toMatchObject({
        ...{ hostname: 'web', vm: { id: '4711', name: 'web.example.org' }, node: 'hv1', admin_up: false },
        ...{ fixed_ips: [{ ip: '10.0.0.15' }], wildcard: true, security_groups: [] },
      })
      await configure(MINIMAL)
      await workspace.apply()
      expect(await workspace.planned()).toEqual([])
      expect(await workspace.values('quantumnet_port.a')).toMatchObject({
        ...{ vm: null, node: null, labels: {}, dhcp_options: null, allowed_address_pairs: [], wildcard: false },
      })
      expect(await workspace.values('quantumnet_subnet.a')).toMatchObject({ dns_servers: null, reserved_ranges: [] })
    })

    it('are imported by id, with the values that they had', async () => {
      await configure(UPDATED)
      await workspace.apply()
      const before = await workspace.state()
      for (const address of ADDRESSES) await workspace.succeed('state', 'rm', address)
      for (const { address, values } of before) await workspace.succeed('import', address, String(values['id']))
      const after = await workspace.state()
      expect(after.map(({ values }) => settledValues(values))).toEqual(
        before.map(({ values }) => settledValues(values)),
      )
      // The limits stand in the configuration alone.
      expect(await workspace.planned()).toEqual(['update quantumnet_port.a'])
      await workspace.apply()
      expect(await workspace.planned()).toEqual([])
    })

    it('are imported by blocks, with a configuration that Terraform writes itself, and nothing changes', async () => {
      await configure(UPDATED)
      await workspace.apply()
      const before = await workspace.state()
      for (const { address } of before) await workspace.succeed('state', 'rm', address)
      const blocks = before.map(
        ({ address, values }) => `import {\n  to = ${address}\n  id = "${String(values['id'])}"\n}\n`,
      )
      await configure(blocks.join(''))
      const { stdout } = await workspace.succeed('plan', '-generate-config-out=generated.tf')
      expect(stdout).toContain('4 to import, 0 to add, 0 to change, 0 to destroy')
      await workspace.apply()
      expect(await workspace.planned()).toEqual([])
      await workspace.succeed('destroy', '-auto-approve')
      await rm(join(workspace.folder, 'generated.tf'))
    })

    it('are refused for import by anything but an id, and when there is no such id', async () => {
      expect((await workspace.fail('import', 'quantumnet_project.a', 'alpha')).text).toContain('"alpha" is no UUID')
      const unknown = '01890a5d-ac96-774b-bcce-b302099a8057'
      expect((await workspace.fail('import', 'quantumnet_project.a', unknown)).text).toContain(
        'Cannot import non-existent',
      )
    })

    it('that were deleted over the API are planned again', async () => {
      await workspace.apply()
      const id = await idOf('port')
      await api.client.call(portRoutes.delete, { params: { id } })
      expect(await workspace.planned()).toEqual(['create quantumnet_port.a'])
      await workspace.apply()
      expect(await idOf('port')).not.toBe(id)
      expect(await workspace.planned()).toEqual([])
    })

    it('that were changed over the API are planned back, attribute by attribute', async () => {
      await configure(UPDATED)
      await workspace.apply()
      const of = async (kind: string) => ({ params: { id: await idOf(kind) } })
      const drifts: readonly [string, () => Promise<unknown>][] = [
        [
          'project',
          async () => await api.client.call(projectRoutes.update, { ...(await of('project')), body: { name: 'x' } }),
        ],
        [
          'project',
          async () =>
            await api.client.call(projectRoutes.update, { ...(await of('project')), body: { labels: { team: 'x' } } }),
        ],
        [
          'network',
          async () => await api.client.call(networkRoutes.update, { ...(await of('network')), body: { mtu: 1300 } }),
        ],
        [
          'network',
          async () =>
            await api.client.call(networkRoutes.update, {
              ...(await of('network')),
              body: { dhcp: { lease_time: 700 } },
            }),
        ],
        [
          'subnet',
          async () =>
            await api.client.call(subnetRoutes.update, { ...(await of('subnet')), body: { description: 'x' } }),
        ],
        [
          'subnet',
          async () =>
            await api.client.call(subnetRoutes.update, {
              ...(await of('subnet')),
              body: { allocation_ranges: [{ start: '10.0.0.10', end: '10.0.0.11' }] },
            }),
        ],
        [
          'port',
          async () => await api.client.call(portRoutes.update, { ...(await of('port')), body: { vm: { name: 'x' } } }),
        ],
        [
          'port',
          async () => await api.client.call(portRoutes.update, { ...(await of('port')), body: { hostname: 'x' } }),
        ],
        ['port', async () => await api.client.call(portRoutes.update, { ...(await of('port')), body: { node: null } })],
        [
          'port',
          async () => await api.client.call(portRoutes.update, { ...(await of('port')), body: { admin_up: true } }),
        ],
      ]
      for (const [kind, drift] of drifts) {
        await drift()
        expect(await workspace.planned()).toEqual([`update quantumnet_${kind}.a`])
        await workspace.apply()
      }
      expect(await workspace.planned()).toEqual([])
    })

    it.each([
      ['cidr', '10.0.0.0/24', '10.0.1.0/24', ['delete+create quantumnet_port.a', 'delete+create quantumnet_subnet.a']],
      ['vm', 'depends_on = [quantumnet_subnet.a]', 'mac = "02-00-5E-00-00-01"', ['delete+create quantumnet_port.a']],
    ])('are replaced where the API cannot change them: %s', async (_what, from, to, expected) => {
      // A port depends on its subnet by its address, so it is named.
      const addressed = MINIMAL.replace(
        'depends_on = [quantumnet_subnet.a]',
        'fixed_ips = [{ subnet = quantumnet_subnet.a.id }]',
      )
      await configure(from.startsWith('depends') ? MINIMAL : addressed)
      await workspace.apply()
      await configure((from.startsWith('depends') ? MINIMAL : addressed).replace(from, to))
      expect(await workspace.planned()).toEqual(expected)
      await workspace.apply()
      expect(await workspace.planned()).toEqual([])
    })
  })
}
