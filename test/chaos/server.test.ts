import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { startEstate, type Estate } from '../e2e/estate.ts'
import { describeWithLab } from '../platform/scratch.ts'

const PORTS = 50
const configuration = `
terraform {
  required_providers {
    quantumnet = { source = "quantumnet/quantumnet" }
  }
}
resource "quantumnet_project" "many" { name = "many" }
resource "quantumnet_network" "many" {
  project = quantumnet_project.many.id
  name    = "many"
}
resource "quantumnet_subnet" "many" {
  network = quantumnet_network.many.id
  name    = "many"
  cidr    = "10.1.0.0/24"
}
resource "quantumnet_port" "many" {
  count      = ${String(PORTS)}
  network    = quantumnet_network.many.id
  name       = "p\${count.index}"
  depends_on = [quantumnet_subnet.many]
}
`

describeWithLab('the server', () => {
  let estate: Estate
  beforeAll(async () => {
    estate = await startEstate()
  }, 60_000)
  afterAll(async () => {
    await estate.end()
  }, 30_000)

  it('may be killed in the middle of an apply: the next apply ends it, and everything is there once', async () => {
    const workdir = estate.configuration('many', configuration)
    await estate.terraform(workdir, 'init', '-no-color', '-input=false')
    const apply = (): ReturnType<Estate['terraform']> =>
      estate.terraform(workdir, 'apply', '-no-color', '-input=false', '-auto-approve')

    const first = apply()
    const portsNow = async (): Promise<number> =>
      Number((await estate.sql<{ count: string }>('select count(*) from port'))[0]?.count)
    const atTheKill = await eventually(
      async () => {
        const count = await portsNow()
        return count >= 5 ? count : undefined
      },
      { what: 'some ports are there', timeoutMs: 30_000 },
    )
    estate.platform.supervisor.signal('server', 'SIGKILL')
    // The supervisor starts it again, and the provider repeats what it lost: this apply may succeed as well as fail.
    await first
    expect(atTheKill).toBeLessThan(PORTS)
    const second = await apply()
    expect(second).toMatchObject({ code: 0 })

    const { items } = await estate.client.call(routes.ports.list, { query: { limit: 500 } })
    expect(items.map(({ name }) => name).sort()).toEqual(
      Array.from({ length: PORTS }, (_, n) => `p${String(n)}`).sort(),
    )
    expect(new Set(items.map(({ fixed_ips }) => fixed_ips[0]?.ip)).size).toBe(PORTS)
    const addresses = await estate.sql("select ip from address where type = 'dynamic'")
    expect(addresses).toHaveLength(PORTS)
    const names = (await estate.nbctl('--bare', '--columns=name', 'find', 'Logical_Switch_Port', 'type=""')).split(
      /\s+/,
    )
    expect(names.sort()).toEqual(items.map(({ id }) => String(id)).sort())
    const plan = await estate.terraform(workdir, 'plan', '-no-color', '-input=false', '-detailed-exitcode')
    expect(plan).toMatchObject({ code: 0 })
  }, 120_000)
})
