import { readFileSync } from 'node:fs'
import { Resolver } from 'node:dns/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { eventually, ovsVsctl } from '@quantumnet/platform'
import type { MadePort } from '../../platform/src/start/terraform.ts'
import { manageVms } from '../../platform/src/start/vm-manager.ts'
import { describeWithLab } from '../platform/scratch.ts'
import { startEstate, type Estate } from './estate.ts'

/** The quickstart as a user goes through it: apply, VMs, packets, names, plan, import, drift, destroy. The steps build on each other. */
describeWithLab('from a plan to a ping and a name', () => {
  let estate: Estate
  let vm1: MadePort
  let vm2: MadePort

  const resolver = (): Resolver => {
    const edge = estate.platform.edge
    if (edge === undefined) throw new Error('CoreDNS was left out')
    const asker = new Resolver({ timeout: 1_000, tries: 1 })
    asker.setServers([`${edge.host}:${String(edge.port)}`])
    return asker
  }
  const addressOf = async (port: MadePort): Promise<string> =>
    (await estate.lab.vms.lease(port.id)).address.split('/')[0] ?? ''
  const inVm = async (port: MadePort, ...command: [string, ...string[]]): Promise<string> =>
    (await estate.lab.vms.exec(port.id, command)).stdout.trim()
  /** 0: nothing to do, 2: something to do. */
  const plan = async (): Promise<{ code: number | null; text: string }> => {
    const { code, stdout, stderr } = await estate.terraform(
      estate.quickstart,
      ...['plan', '-no-color', '-input=false', '-detailed-exitcode'],
    )
    return { code, text: stdout + stderr }
  }

  beforeAll(async () => {
    estate = await startEstate()
    const init = await estate.terraform(estate.quickstart, 'init', '-no-color', '-input=false')
    const apply = await estate.terraform(estate.quickstart, 'apply', '-no-color', '-input=false', '-auto-approve')
    expect(`${init.stderr}${apply.stderr}`).toBe('')
    const ports = await estate.bootVms(estate.quickstart)
    const named = (hostname: string): MadePort => {
      const found = ports.find((port) => port.hostname === hostname)
      if (found === undefined) throw new Error(`the quickstart made no port for ${hostname}`)
      return found
    }
    vm1 = named('vm1')
    vm2 = named('vm2')
  }, 120_000)

  afterAll(async () => {
    await estate.end()
  }, 30_000)

  it('gives each VM by DHCP the address that the API gave its port', async () => {
    for (const port of [vm1, vm2]) {
      const view = await estate.client.call(routes.ports.get, { params: { id: port.id } })
      expect(await addressOf(port)).toBe(view.fixed_ips[0]?.ip)
    }
  })

  it('carries a ping from one hypervisor to the other', async () => {
    expect([vm1.node, vm2.node]).toEqual(['hv1', 'hv2'])
    const to = await addressOf(vm2)
    const answered = async (): Promise<true | undefined> => {
      const ping = await inVm(vm1, 'ping', '-c', '5', '-i', '0.1', '-W', '1', to)
      return ping.includes('5 packets transmitted, 5 received, 0% packet loss') ? true : undefined
    }
    await eventually(answered, { what: 'five pings of five are answered', timeoutMs: 20_000 })
  })

  it('says of each port that it is realized, and where', async () => {
    for (const port of [vm1, vm2]) {
      const view = await eventually(
        async () => {
          const reading = await estate.client.call(routes.ports.get, { params: { id: port.id } })
          return reading.status.state === 'realized' && reading.binding.state === 'up' ? reading : undefined
        },
        { what: `${port.name} is realized`, timeoutMs: 10_000 },
      )
      expect(view.binding.node).toBe(port.node)
    }
  })

  it("answers the name at the operators' edge, and to a VM at the address that DHCP gave it", async () => {
    const address = await addressOf(vm1)
    const seen = await eventually(async () => await resolver().resolve4('vm1.demo.internal'), {
      what: 'the edge knows the name',
      timeoutMs: 10_000,
    })
    expect(seen).toEqual([address])
    const [server] = (await estate.lab.vms.lease(vm2.id)).dns
    const ask = async (name: string): Promise<string | undefined> => {
      const answer = await inVm(vm2, 'dig', '+short', '+time=1', '+tries=1', `@${server ?? ''}`, name, 'A')
      return /^[\d.]+$/.test(answer) ? answer : undefined
    }
    const limits = { what: 'the VM resolves a name', timeoutMs: 10_000 }
    expect(await eventually(async () => await ask('vm1.demo.internal'), limits)).toBe(address)
    expect(await eventually(async () => await ask('vm1.internal'), limits)).toBe(address)
  })

  it('lets a VM reach another by its bare name', async () => {
    const ping = await inVm(vm2, 'ping', '-c', '1', '-W', '2', 'vm1')
    expect(ping).toContain('1 received')
  })

  it('has an empty second plan', async () => {
    const { code, text } = await plan()
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining('No changes') })
  })

  it('imports each kind', async () => {
    const state = JSON.parse((await estate.terraform(estate.quickstart, 'show', '-json')).stdout) as {
      values: { root_module: { resources: { address: string; type: string; values: { id: string } }[] } }
    }
    const { resources } = state.values.root_module
    const kinds = new Map(resources.map((resource) => [resource.type, resource]))
    expect([...kinds.keys()].sort()).toEqual([
      'quantumnet_network',
      'quantumnet_port',
      'quantumnet_project',
      'quantumnet_subnet',
    ])
    for (const { address, values } of kinds.values()) {
      await estate.terraform(estate.quickstart, 'state', 'rm', address)
      const imported = await estate.terraform(
        estate.quickstart,
        ...['import', '-no-color', '-input=false', address, values.id],
      )
      expect(imported).toMatchObject({ code: 0 })
    }
    expect((await plan()).text).toContain('No changes')
  }, 60_000)

  it('runs the VM of a port that comes later, as the lab of npm start does, and ends it with the port', async () => {
    const { platform, lab, client } = estate
    const [lines, stop] = [[] as string[], new AbortController()]
    const managing = manageVms({
      ...{ lab, endpoint: platform.endpoint, token: readFileSync(platform.tokens.admin, 'utf8').trim() },
      ...{ log: (line) => void lines.push(line), signal: stop.signal },
    })
    const { network } = await client.call(routes.ports.get, { params: { id: vm1.id } })
    const made = await client.call(routes.ports.create, { body: { network, vm: { name: 'late' } } })
    const limits = { what: 'the manager has seen the port', timeoutMs: 15_000 }
    await eventually(() => lab.vms.vms.find(({ id }) => id === made.id), limits)
    expect((await lab.vms.lease(made.id)).address.split('/')[0]).toBe(made.fixed_ips[0]?.ip)
    expect((await lab.vms.exec(made.id, ['ping', '-c', '1', '-W', '2', await addressOf(vm1)])).stdout).toContain(
      '1 received',
    )
    await client.call(routes.ports.delete, { params: { id: made.id } })
    await eventually(() => (lab.vms.vms.some(({ id }) => id === made.id) ? undefined : true), limits)
    stop.abort()
    await managing
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      expect.stringMatching(/^VM late\.demo on hv[12]$/),
      'VM late.demo is gone',
    ])
    expect(lab.vms.vms.map(({ id }) => id).sort()).toEqual([vm1.id, vm2.id].sort())
  }, 60_000)

  it('shows the drift after a port was deleted over the API, and mends it', async () => {
    await estate.lab.vms.destroy(vm2.id)
    await estate.client.call(routes.ports.delete, { params: { id: vm2.id } })
    await eventually(
      async () => {
        const ports = await estate.client.call(routes.ports.list, {})
        return ports.items.some(({ id }) => id === vm2.id) ? undefined : true
      },
      { what: 'the port is gone', timeoutMs: 10_000 },
    )
    const { code, text } = await plan()
    expect(code).toBe(2)
    expect(text).toContain('Plan: 1 to add, 0 to change, 0 to destroy')
    await estate.terraform(estate.quickstart, 'apply', '-no-color', '-input=false', '-auto-approve')
    expect((await plan()).code).toBe(0)
  }, 60_000)

  it('leaves nothing behind when it is destroyed', async () => {
    const address = await addressOf(vm1)
    const destroy = await estate.terraform(
      estate.quickstart,
      ...['destroy', '-no-color', '-input=false', '-auto-approve'],
    )
    expect(destroy).toMatchObject({ code: 0, stdout: expect.stringContaining('Destroy complete!') })
    const tables = ['Logical_Switch', 'Logical_Switch_Port', 'DHCP_Options', 'ACL', 'Address_Set', 'Port_Group']
    const rows = await Promise.all(
      tables.map(async (table) => await estate.nbctl('--bare', '--columns=external_ids', 'list', table)),
    )
    // The platform's own drop group stays: it belongs to no resource.
    expect(
      rows
        .join('\n')
        .split('\n')
        .filter((row) => row !== '' && !row.includes('qn-kind=platform')),
    ).toEqual([])
    expect(await estate.sql('select ip from address')).toEqual([])
    await eventually(
      async () => {
        const outcome = await resolver()
          .resolve4('vm1.demo.internal')
          .then(String, (error: unknown) => (error as NodeJS.ErrnoException).code)
        return outcome === 'ENOTFOUND' ? true : undefined
      },
      { what: `vm1.demo.internal is NXDOMAIN, no longer ${address}`, timeoutMs: 10_000 },
    )
    for (const hypervisor of estate.lab.hypervisors) {
      await eventually(
        async () => {
          const ports = (await ovsVsctl(hypervisor, 'list-ports', 'br-int')).split('\n')
          return ports.some((port) => port.startsWith('tap')) ? undefined : true
        },
        { what: `no VM interface is left on ${hypervisor.name}`, timeoutMs: 10_000 },
      )
    }
  }, 60_000)
})
