import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { tokenRoutes } from '@quantumnet/api'
import { cores } from '../provider/cores.ts'
import { serveInProcess, type InProcess } from '../provider/in-process.ts'
import { Workspace } from '../provider/terraform.ts'
import { startRealApi } from './real-api.ts'
import type { Api } from './suite.ts'

/** The provider under each program that runs providers, and what only the newer ones ask for. The suites of the kinds run under one of them. */

jest.setTimeout(120_000)

const SCENE = `
resource "quantumnet_project" "a" {
  name = "alpha"
}
resource "quantumnet_network" "a" {
  project = quantumnet_project.a.id
  name    = "net"
}
resource "quantumnet_subnet" "a" {
  network = quantumnet_network.a.id
  name    = "v4"
  cidr    = "10.0.0.0/24"
}
resource "quantumnet_security_group" "a" {
  project = quantumnet_project.a.id
  name    = "web"
}
resource "quantumnet_port" "a" {
  network         = quantumnet_network.a.id
  fixed_ips       = [{ subnet = quantumnet_subnet.a.id }]
  security_groups = [quantumnet_security_group.a.id]
}
`

let api: Api
let served: InProcess
let workspace: Workspace

beforeAll(async () => {
  api = await startRealApi()
  served = await serveInProcess()
})
afterAll(async () => {
  await served.close()
  await api.close()
})

const configure = async (text: string): Promise<void> => {
  const provider = `provider "quantumnet" {\n  endpoint = "${api.endpoint}"\n  token    = "${api.token}"\n}`
  await workspace.configure(text, provider)
  await workspace.succeed('init')
}

describe.each(cores())('with $name', (core) => {
  beforeEach(async () => {
    workspace = await Workspace.make(served.environment, core.binary)
    await configure(SCENE)
    await workspace.apply()
  })
  afterEach(async () => {
    await configure(SCENE)
    await workspace.succeed('destroy', '-auto-approve')
    await workspace.remove()
  })

  it('what was made is as configured, changes in place, and is imported again', async () => {
    expect(await workspace.planned()).toEqual([])
    await configure(SCENE.replace('"web"', '"www"'))
    expect(await workspace.planned()).toEqual(['update quantumnet_security_group.a'])
    await workspace.apply()
    const { id } = await workspace.values('quantumnet_port.a')
    await workspace.succeed('state', 'rm', 'quantumnet_port.a')
    await workspace.succeed('import', 'quantumnet_port.a', String(id))
    expect(await workspace.planned()).toEqual([])
  })

  it('a token for one run is made, told to nobody, and revoked', async () => {
    await configure(`${SCENE}
      ephemeral "quantumnet_token" "t" {
        project  = quantumnet_project.a.id
        role     = "viewer"
        lifetime = "10m"
      }
      resource "terraform_data" "call" {
        provisioner "local-exec" {
          command     = "curl -sf -o called.json -H \\"Authorization: Bearer $TOKEN\\" ${api.endpoint}/v1/whoami"
          environment = { TOKEN = ephemeral.quantumnet_token.t.secret }
        }
      }
      output "free" {
        value = provider::quantumnet::cidr_exclude([quantumnet_subnet.a.cidr], ["10.0.0.0/25"])
      }`)
    await workspace.apply()
    const outputs = JSON.parse((await workspace.succeed('output', '-json')).stdout) as Record<
      string,
      { value: unknown }
    >
    expect(outputs['free']?.value).toEqual(['10.0.0.128/25'])
    expect(JSON.parse(await workspace.file('called.json'))).toMatchObject({ token: { role: 'viewer' } })
    expect(await workspace.file('terraform.tfstate')).not.toMatch(/qn_[0-9A-Za-z]{20}/)
    const { items } = await api.client.call(tokenRoutes.list, { query: {} })
    expect(items.filter(({ name, status }) => name.startsWith('terraform-') && status.state !== 'deleting')).toEqual([])
  })

  // A program that knows no queries has nothing to skip.
  if (!core.lists) return
  it('what exists is found by a query, and taken over by its identity', async () => {
    const { id } = await workspace.values('quantumnet_network.a')
    await workspace.write(
      'all.tfquery.hcl',
      `list "quantumnet_network" "all" {
        provider         = quantumnet
        include_resource = true
        config {
          name = "net"
        }
      }`,
    )
    const { stdout } = await workspace.succeed('query', '-json')
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { list_resource_found?: object }).list_resource_found)
      .filter((event) => event !== undefined)
    expect(found).toMatchObject([
      { display_name: 'net', identity: { id }, resource_object: { name: 'net', mtu: 1442 } },
    ])
    await workspace.succeed('state', 'rm', 'quantumnet_network.a')
    await configure(`${SCENE}\nimport {\nto = quantumnet_network.a\nidentity = { id = "${String(id)}" }\n}`)
    expect(await workspace.planned()).toEqual([])
    await workspace.apply()
  })
})
