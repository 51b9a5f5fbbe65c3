import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { ApiError, Client, routes, type Port } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { readFileSync } from 'node:fs'
import { startEstate, type Estate } from '../e2e/estate.ts'
import { describeWithLab } from '../platform/scratch.ts'

const PING_EVERY_MS = 20

describeWithLab('databases', () => {
  let estate: Estate
  let network: string
  let [near, far]: Port[] = []

  const id = (port: Port | undefined): string => port?.id ?? ''
  const address = (port: Port | undefined): string => port?.fixed_ips[0]?.ip ?? ''
  const ownedRows = async (): Promise<number> =>
    (await estate.nbctl('--bare', '--columns=_uuid', 'list', 'Logical_Switch_Port'))
      .split(/\s+/)
      .filter((row) => row !== '').length

  beforeAll(async () => {
    estate = await startEstate()
    const { client, lab } = estate
    const project = await client.call(routes.projects.create, { body: { name: 'chaos' } })
    network = (await client.call(routes.networks.create, { body: { project: project.id, name: 'main' } })).id
    await client.call(routes.subnets.create, { body: { network, name: 'main', cidr: '10.2.0.0/24' } })
    const make = async (name: string, node: string): Promise<Port> => {
      const port = await client.call(routes.ports.create, { body: { network, vm: { name }, node } })
      await lab.vms.create({ id: port.id, portId: port.id, mac: port.mac, name, node })
      await lab.vms.lease(port.id)
      return port
    }
    near = await make('near', 'hv1')
    far = await make('far', 'hv2')
  }, 120_000)
  afterAll(async () => {
    await estate.end()
  }, 30_000)

  it('PostgreSQL stopped under use: requests fail cleanly, packets go on, and all goes on when it is back', async () => {
    const { supervisor, endpoint, tokens } = estate.platform
    const impatient = new Client({ endpoint, token: readFileSync(tokens.admin, 'utf8').trim(), attempts: 1 })
    await supervisor.stop('postgres')
    const refusal = await impatient.call(routes.ports.create, { body: { network } }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ApiError)
    expect(refusal).toMatchObject({ problem: { code: 'unavailable', status: 503 } })
    const ready = await fetch(`${endpoint}/readyz`)
    expect(ready.status).toBe(503)
    const ping = await estate.lab.vms.exec(id(near), ['ping', '-c', '3', '-i', '0.1', '-W', '1', address(far)])
    expect(ping.stdout).toContain('3 received')
    await supervisor.restart('postgres')
    const port = await eventually(
      async () => await impatient.call(routes.ports.create, { body: { network, name: 'after' } }),
      { what: 'a port can be created again', timeoutMs: 15_000 },
    )
    await eventually(
      async () => {
        const { status } = await impatient.call(routes.ports.get, { params: { id: port.id } })
        return status.state === 'applied' ? true : undefined
      },
      { what: 'the new port is applied', timeoutMs: 15_000 },
    )
  }, 60_000)

  it("OVN's northbound rows wiped: they come back by themselves, and the loss is bounded by the time that it takes", async () => {
    const rowsBefore = await ownedRows()
    const ping = estate.lab.vms.exec(id(near), [
      'ping',
      '-D',
      '-c',
      '400',
      '-i',
      String(PING_EVERY_MS / 1000),
      '-W',
      '1',
      address(far),
    ])
    const sent = async (): Promise<number> =>
      Number((await estate.lab.vms.exec(id(near), ['cat', '/sys/class/net/eth0/statistics/tx_packets'])).stdout)
    const sentBefore = await sent()
    await eventually(async () => ((await sent()) > sentBefore + 20 ? true : undefined), {
      what: 'the ping is under way',
      timeoutMs: 5_000,
    })
    const tables = ['Logical_Switch', 'Port_Group', 'Address_Set', 'DHCP_Options']
    const wipe = tables.flatMap((table) => ['--', '--all', 'destroy', table])
    const started = performance.now()
    await estate.nbctl(...wipe.slice(1))
    await eventually(async () => ((await ownedRows()) === rowsBefore ? true : undefined), {
      what: 'the rows are back',
      timeoutMs: 10_000,
    })
    const repairMs = performance.now() - started
    const { stdout } = await ping
    const lost = 400 - Number(/(\d+) received/.exec(stdout)?.[1])
    process.stderr.write(
      `NB wiped: rows back after ${repairMs.toFixed(0)} ms as seen by ovn-nbctl, ${String(lost)} of 400 pings lost\n`,
    )
    expect(lost).toBeLessThan(400)
    expect(rowsBefore).toBeGreaterThan(2)
  }, 60_000)

  it('an emptied PostgreSQL never empties OVN', async () => {
    const rowsBefore = await ownedRows()
    // As somebody would who restores an empty dump under a running server.
    await estate.sql('truncate network, subnet, port, address, security_group cascade')
    // Not truncated: that would take the tokens along, which refer to projects.
    await estate.sql('delete from project')
    await estate.platform.supervisor.restart('server').catch(() => undefined)
    const drift = await eventually(
      async () => {
        const reading = await estate.client.call(routes.system.drift, {})
        return reading.blocked === null ? undefined : reading
      },
      { what: 'the repair waits for a person', timeoutMs: 20_000 },
    )
    expect(drift.surplus).toBeGreaterThan(0)
    expect(await ownedRows()).toBe(rowsBefore)
    const ping = await estate.lab.vms.exec(id(near), ['ping', '-c', '3', '-i', '0.1', '-W', '1', address(far)])
    expect(ping.stdout).toContain('3 received')
  }, 60_000)
})
