import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { routes, type Port } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { describeWithLab } from '../platform/scratch.ts'
import { startEstate, type Estate } from './estate.ts'

/** Two tenants with the same block, on the same hypervisors. Each test says what passes and what does not. */
describeWithLab('tenants', () => {
  let estate: Estate
  const ports: Record<string, Port> = {}

  const port = (name: string): Port => {
    const found = ports[name]
    if (found === undefined) throw new Error(`no port ${name}`)
    return found
  }
  const addressOf = (name: string): string => port(name).fixed_ips[0]?.ip ?? ''
  const inVm = async (name: string, ...command: [string, ...string[]]): Promise<string> =>
    (await estate.lab.vms.exec(port(name).id, command)).stdout.trim()
  const received = async (name: string, ...target: string[]): Promise<number> =>
    Number(/(\d+) received/.exec(await inVm(name, 'ping', '-c', '3', '-i', '0.1', '-W', '1', ...target))?.[1])

  const makeTenant = async (
    name: string,
    vms: readonly (readonly [vm: string, node: string, ip: string])[],
  ): Promise<void> => {
    const { client, lab } = estate
    const project = await client.call(routes.projects.create, { body: { name } })
    const network = await client.call(routes.networks.create, { body: { project: project.id, name: 'main' } })
    await client.call(routes.subnets.create, { body: { network: network.id, name: 'main', cidr: '10.0.0.0/24' } })
    for (const [vm, node, ip] of vms) {
      const made = await client.call(routes.ports.create, {
        body: { network: network.id, vm: { name: vm }, node, fixed_ips: [{ ip }] },
      })
      ports[`${name}/${vm}`] = made
      await lab.vms.create({ id: made.id, portId: made.id, mac: made.mac, name: vm, node })
      await lab.vms.lease(made.id)
    }
  }

  beforeAll(async () => {
    estate = await startEstate()
    await makeTenant('red', [
      ['web', 'hv1', '10.0.0.10'],
      ['db', 'hv2', '10.0.0.11'],
    ])
    await makeTenant('blue', [
      ['web', 'hv1', '10.0.0.10'],
      ['app', 'hv2', '10.0.0.12'],
    ])
  }, 120_000)

  afterAll(async () => {
    await estate.end()
  }, 30_000)

  it('reach their own', async () => {
    expect(await received('red/web', addressOf('red/db'))).toBe(3)
    expect(await received('blue/web', addressOf('blue/app'))).toBe(3)
  })

  it('do not reach each other, though the addresses are the same', async () => {
    expect(await received('red/web', addressOf('blue/app'))).toBe(0)
    expect(await received('blue/web', addressOf('red/db'))).toBe(0)
  })

  it('cannot send from an address that is not theirs', async () => {
    await inVm('red/web', 'ip', 'address', 'add', '10.0.0.77/24', 'dev', 'eth0')
    expect(await received('red/web', '-I', '10.0.0.77', addressOf('red/db'))).toBe(0)
    expect(await received('red/web', '-I', addressOf('red/web'), addressOf('red/db'))).toBe(3)
  })

  it('see the names of their own project only, at the same address of the same hypervisor', async () => {
    const ask = async (vm: string, name: string): Promise<string> =>
      await inVm(vm, 'dig', '+time=1', '+tries=2', '@10.0.0.2', name, 'A')
    const short = async (vm: string, name: string): Promise<string | undefined> =>
      /\sA\s+([\d.]+)$/m.exec(await ask(vm, name))?.[1]
    const answered = async (vm: string, name: string): Promise<string> =>
      await eventually(async () => await short(vm, name), { what: `${vm} resolves ${name}`, timeoutMs: 10_000 })
    expect(await answered('red/web', 'db.red.internal')).toBe('10.0.0.11')
    expect(await answered('red/web', 'db.internal')).toBe('10.0.0.11')
    expect(await answered('blue/web', 'app.internal')).toBe('10.0.0.12')
    expect(await ask('blue/web', 'db.red.internal')).toContain('status: NXDOMAIN')
    expect(await ask('blue/web', 'db.internal')).toContain('status: NXDOMAIN')
  })

  it('keep their addresses when a VM is restarted', async () => {
    const { id } = port('red/db')
    await estate.lab.vms.restart(id)
    expect((await estate.lab.vms.lease(id)).address).toBe(`${addressOf('red/db')}/24`)
    expect(await received('red/web', addressOf('red/db'))).toBe(3)
  })
})
