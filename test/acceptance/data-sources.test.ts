import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { provider } from '@quantumnet/provider'
import { serveInProcess, type InProcess } from '../provider/in-process.ts'
import { Workspace } from '../provider/terraform.ts'
import { startRealApi } from './real-api.ts'
import type { Api } from './suite.ts'

/** What Terraform reads without managing it, from the real server. */

jest.setTimeout(120_000)

const ESTATE = `
resource "quantumnet_project" "p" {
  name = "alpha"
}
resource "quantumnet_subnet_pool" "p" {
  project  = quantumnet_project.p.id
  name     = "campus"
  prefixes = ["10.64.0.0/12"]
}
resource "quantumnet_network" "n" {
  count   = 3
  project = quantumnet_project.p.id
  name    = "net-\${count.index}"
  labels  = { tier = count.index == 0 ? "web" : "db" }
}
resource "quantumnet_subnet" "s" {
  network = quantumnet_network.n[0].id
  name    = "sub"
  cidr    = "10.0.0.0/24"
}
`

let api: Api
let served: InProcess
let workspace: Workspace

const configure = async (data: string): Promise<void> => {
  const own = `provider "quantumnet" {\n  endpoint = "${api.endpoint}"\n  token    = "${api.token}"\n}`
  await workspace.configure(ESTATE + data, own)
}

beforeAll(async () => {
  api = await startRealApi()
  served = await serveInProcess()
  workspace = await Workspace.make(served.environment)
  await configure('')
  await workspace.succeed('init')
  await workspace.apply()
})
afterAll(async () => {
  await configure('')
  await workspace.succeed('destroy', '-auto-approve')
  await workspace.remove()
  await served.close()
  await api.close()
})

const outputs = async (data: string, of: Readonly<Record<string, string>>): Promise<Record<string, unknown>> => {
  const blocks = Object.entries(of).map(([name, value]) => `output "${name}" {\n  value = ${value}\n}\n`)
  await configure(`${data}\n${blocks.join('')}`)
  await workspace.apply()
  const { stdout } = await workspace.succeed('output', '-json')
  const shown = JSON.parse(stdout) as Record<string, { value: unknown }>
  return Object.fromEntries(Object.entries(shown).map(([name, { value }]) => [name, value]))
}

describe('a singular data source', () => {
  it('finds one by its id, and by what selects it alone', async () => {
    const data = `
      data "quantumnet_network" "by_id" {
        id = quantumnet_network.n[1].id
      }
      data "quantumnet_network" "by_name" {
        project = quantumnet_project.p.id
        name    = "net-2"
      }
      data "quantumnet_subnet" "of_network" {
        network = quantumnet_network.n[0].id
      }`
    expect(
      await outputs(data, {
        by_id: 'data.quantumnet_network.by_id.name',
        by_name: 'data.quantumnet_network.by_name.id == quantumnet_network.n[2].id',
        labels: 'data.quantumnet_network.by_name.labels',
        cidr: 'data.quantumnet_subnet.of_network.cidr',
        gateway: 'data.quantumnet_subnet.of_network.gateway',
      }),
    ).toEqual({ by_id: 'net-1', by_name: true, labels: { tier: 'db' }, cidr: '10.0.0.0/24', gateway: '10.0.0.1' })
  })

  it.each([
    ['nothing to select by', '', 'Needs something to select by: id, or project, name, type'],
    ['an id and more', `id = "${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}"\nname = "a"`, 'An id selects alone'],
    ['what nobody has', 'name = "nowhere"', 'Nothing that the token may see is selected'],
    ['an id that nobody has', `id = "01890a5d-ac96-774b-bcce-b302099a8057"`, 'There is no quantumnet_network with id'],
    ['what several have', 'label_selector = "tier=db"', '2 are selected, such as'],
    ['labels in no form', 'label_selector = "=="', 'label_selector'],
  ])('says what is wrong with %s', async (_what, lines, said) => {
    await configure(`data "quantumnet_network" "x" {\n${lines}\n}`)
    expect((await workspace.fail('plan')).text).toContain(said)
  })
})

describe('a plural data source', () => {
  it('finds all that something selects, also nothing', async () => {
    const data = `
      data "quantumnet_networks" "db" {
        label_selector = "tier=db"
        depends_on     = [quantumnet_network.n]
      }
      data "quantumnet_networks" "none" {
        name = "nowhere"
      }`
    expect(
      await outputs(data, {
        names: 'sort(data.quantumnet_networks.db.networks[*].name)',
        ids: 'length(data.quantumnet_networks.db.ids)',
        none: 'data.quantumnet_networks.none.networks',
      }),
    ).toEqual({ names: ['net-1', 'net-2'], ids: 2, none: [] })
  })

  it('is there for every kind, and reads what there is', async () => {
    const plurals = Object.entries(provider.dataSources ?? {}).filter(([, { schema }]) => 'ids' in schema.attributes)
    expect(plurals.length).toBeGreaterThanOrEqual(27)
    await configure(plurals.map(([type]) => `data "${type}" "all" {}\n`).join(''))
    expect(await workspace.planned()).toEqual([])
  })
})

describe('what a resource became in OVN', () => {
  it('is told row by row', async () => {
    const data = 'data "quantumnet_realization" "n" {\n  kind = "network"\n  id   = quantumnet_network.n[0].id\n}\n'
    const { tables } = await outputs(data, { tables: 'data.quantumnet_realization.n.rows[*].table' })
    expect(tables).toContain('Logical_Switch')
    await configure('data "quantumnet_realization" "n" {\n  kind = "node"\n  id   = quantumnet_network.n[0].id\n}\n')
    expect((await workspace.fail('validate')).text).toContain('must be one of address, address_group')
  })
})

describe('what would be given next', () => {
  it('is previewed, and not reserved', async () => {
    const data = `
      data "quantumnet_next_available_ip" "n" {
        network = quantumnet_subnet.s.network
      }
      data "quantumnet_next_available_cidr" "n" {
        network       = quantumnet_network.n[0].id
        pool          = quantumnet_subnet_pool.p.id
        prefix_length = 26
      }`
    const previewed = {
      ip: 'data.quantumnet_next_available_ip.n.ip',
      cidr: 'data.quantumnet_next_available_cidr.n.cidr',
    }
    const expected = { ip: expect.stringMatching(/^10\.0\.0\.\d+$/), cidr: '10.64.0.0/26' }
    expect(await outputs(data, previewed)).toMatchObject(expected)
    expect(await outputs(data, previewed)).toMatchObject(expected)
  })

  it('moves nothing that keeps what it was made with', async () => {
    await configure(`
      data "quantumnet_next_available_ip" "n" {
        network = quantumnet_subnet.s.network
      }
      resource "quantumnet_port" "kept" {
        network   = quantumnet_subnet.s.network
        fixed_ips = [{ ip = data.quantumnet_next_available_ip.n.ip }]
        lifecycle {
          ignore_changes = [fixed_ips]
        }
      }`)
    await workspace.apply()
    const port = await workspace.values('quantumnet_port.kept')
    expect(await workspace.planned()).toEqual([])
    expect(port).toMatchObject({ fixed_ips: [{ ip: expect.stringMatching(/^10\.0\.0\.\d+$/) }] })
  })
})
