import { beforeAll, expect, it } from '@jest/globals'
import { routes, type DnsRecord } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, useScene, type Tenant, type Vm } from './kit/index.ts'

/** Magic DNS from inside VMs: two projects with the same block, and VMs with the same address, on one hypervisor. */
describeScenarios('names', () => {
  const scene = useScene()
  let red: { tenant: Tenant; web: Vm; db: Vm }
  let blue: { tenant: Tenant; web: Vm; app: Vm }

  const dig = async (vm: Vm, ...args: string[]): Promise<string> =>
    (
      await vm.exec(
        'dig',
        '+time=1',
        '+tries=2',
        ...(args.some((arg) => arg.startsWith('@')) ? [] : ['@10.0.0.2']),
        ...args,
      )
    ).stdout
  const statusOf = (output: string): string | undefined => /status: (\w+)/.exec(output)?.[1]
  const short = async (vm: Vm, ...args: string[]): Promise<string[]> =>
    (await dig(vm, '+short', ...args))
      .split('\n')
      .filter((line) => line !== '')
      .sort()
  const untilAnswer = async (vm: Vm, args: string[], expected: string[]): Promise<void> => {
    await eventually(
      async () => ((await short(vm, ...args)).join() === [...expected].sort().join() ? true : undefined),
      {
        ...{ what: `${vm.name} is told ${expected.join()} for ${args.join(' ')}`, timeoutMs: 15_000 },
      },
    )
  }
  type Wanted = Pick<DnsRecord, 'name' | 'type' | 'values'>
  const record = async (
    { project, stage }: Tenant,
    wanted: Wanted,
    zone: DnsRecord['zone'] = null,
  ): Promise<DnsRecord> =>
    await stage.client.call(routes.dnsRecords.create, {
      query: { wait: 'realized', wait_timeout: 20 },
      body: { ...(zone === null && { project: project.id }), zone, ...wanted },
    })

  beforeAll(async () => {
    const [one, other] = [await scene().tenant('red'), await scene().tenant('blue')]
    red = {
      tenant: one,
      web: await one.vm('web', { ip: '10.0.0.10', wildcard: true }),
      db: await one.vm('db', { ip: '10.0.0.11', on: 'hv2' }),
    }
    blue = {
      tenant: other,
      web: await other.vm('web', { ip: '10.0.0.10' }),
      app: await other.vm('app', { ip: '10.0.0.12', on: 'hv2' }),
    }
    await untilAnswer(red.web, ['db.internal'], ['10.0.0.11'])
    await untilAnswer(blue.web, ['app.internal'], ['10.0.0.12'])
  }, 120_000)

  it('are there short and in full, over UDP and TCP', async () => {
    for (const transport of ['+notcp', '+tcp']) {
      expect(await short(red.web, 'db.internal', transport)).toEqual(['10.0.0.11'])
      expect(await short(red.db, 'web.red.internal', transport)).toEqual(['10.0.0.10'])
    }
    expect(await short(red.db, 'anything.web.red.internal')).toEqual(['10.0.0.10'])
    expect(statusOf(await dig(blue.app, 'anything.web.blue.internal'))).toBe('NXDOMAIN')
  })

  it('lead back from addresses, in each project to its own', async () => {
    await untilAnswer(red.web, ['-x', '10.0.0.10'], ['web.red.internal.'])
    await untilAnswer(blue.web, ['-x', '10.0.0.10'], ['web.blue.internal.'])
    expect(statusOf(await dig(red.web, '-x', '10.0.0.12'))).toBe('NXDOMAIN')
    expect(statusOf(await dig(red.web, '-x', '192.168.1.1'))).toBe('NXDOMAIN')
  })

  it('of another project are not there', async () => {
    for (const name of [
      'app.internal',
      'app.blue.internal',
      'web.blue.internal',
      'blue.internal',
      'catalog.quantumnet',
    ])
      expect([name, statusOf(await dig(red.web, name))]).toEqual([name, expect.stringMatching(/NXDOMAIN|REFUSED/)])
  })

  it('are answered to equal addresses and ports at once, each network its own', async () => {
    const ask = async (vm: Vm): Promise<string[]> =>
      await short(vm, 'web.internal', 'TXT', 'web.internal', 'A', '-b', '10.0.0.10#5353')
    await record(red.tenant, { name: 'only-red', type: 'A', values: ['10.9.9.9'] })
    for (let time = 0; time < 5; time++)
      expect(
        await Promise.all([
          short(red.web, 'only-red.internal', '-b', '10.0.0.10#5353'),
          short(blue.web, 'only-red.internal', '-b', '10.0.0.10#5353'),
        ]),
      ).toEqual([['10.9.9.9'], []])
    expect(await Promise.all([ask(red.web), ask(blue.web)])).toEqual([['10.0.0.10'], ['10.0.0.10']])
  })

  it('are what people make of them: records of all types, realized when they are seen', async () => {
    const { tenant, db } = red
    const { status } = await record(tenant, { name: 'www', type: 'CNAME', values: ['web.red.internal'] })
    expect(status.state).toBe('realized')
    expect(await short(db, 'www.internal')).toEqual(['10.0.0.10', 'web.red.internal.'])
    const target = { priority: 1, weight: 2, port: 5432, target: 'db.red.internal' }
    await record(tenant, { name: '_pg._tcp', type: 'SRV', values: [target] })
    expect(await short(db, '_pg._tcp.red.internal', 'SRV')).toEqual(['1 2 5432 db.red.internal.'])
    await record(tenant, { name: '@', type: 'MX', values: [{ preference: 5, exchange: 'web.red.internal' }] })
    expect(await short(db, 'red.internal', 'MX')).toEqual(['5 web.red.internal.'])
    await record(tenant, { name: '*.apps', type: 'AAAA', values: ['fd00::9'] })
    expect(await short(db, 'some.apps.red.internal', 'AAAA')).toEqual(['fd00::9'])
  })

  it('may take more than a packet', async () => {
    const values = Array.from({ length: 40 }, (_, index) => `${String(index).padStart(3, '0')} ${'x'.repeat(200)}`)
    await record(red.tenant, { name: 'long', type: 'TXT', values })
    expect(await dig(red.web, 'long.red.internal', 'TXT', '+ignore')).toMatch(/flags: [^;]*\btc\b/)
    expect(await short(red.web, 'long.red.internal', 'TXT')).toHaveLength(40)
  })

  it('of a domain that two projects have are each project’s own, and change when they do', async () => {
    const zoneOf = async (tenant: Tenant, address: string): Promise<DnsRecord> => {
      const zone = await tenant.stage.client.call(routes.dnsZones.create, {
        body: { project: tenant.project.id, name: 'corp.example' },
      })
      return await record(tenant, { name: 'intra', type: 'A', values: [address] }, zone.id)
    }
    const [ours] = [await zoneOf(red.tenant, '10.1.1.1'), await zoneOf(blue.tenant, '10.2.2.2')]
    await untilAnswer(red.web, ['intra.corp.example'], ['10.1.1.1'])
    await untilAnswer(blue.web, ['intra.corp.example'], ['10.2.2.2'])
    const { client } = red.tenant.stage
    await client.call(routes.dnsRecords.update, { params: { id: ours.id }, body: { values: ['10.1.1.2'] } })
    await untilAnswer(red.web, ['intra.corp.example'], ['10.1.1.2'])
  }, 60_000)

  it('cannot be had by saying that one is another network', async () => {
    for (const option of ['65001:0000002a', '65001:00000001', '8:0001180a0000'])
      expect(statusOf(await dig(red.web, 'app.blue.internal', `+ednsopt=${option}`))).toBe('NXDOMAIN')
    const node = red.web.hypervisor
    for (const index of [1, 2, 3, 4]) {
      const inner = `169.254.64.${String(index)}`
      await red.web.exec('ip', 'route', 'replace', `${inner}/32`, 'dev', 'eth0')
      const neighbours = (await red.web.exec('ip', 'neigh', 'show', '10.0.0.2')).stdout
      const mac = /lladdr (\S+)/.exec(neighbours)?.[1] ?? ''
      await red.web.exec('ip', 'neigh', 'replace', inner, 'lladdr', mac, 'dev', 'eth0', 'nud', 'permanent')
      const output = await dig(red.web, `@${inner}`, 'app.internal').catch((error: unknown) => String(error))
      expect([node.name, inner, output]).toEqual([
        node.name,
        inner,
        expect.stringMatching(/timed out|no servers could be reached/),
      ])
    }
    expect(await short(red.web, 'db.internal')).toEqual(['10.0.0.11'])
    expect(await short(blue.web, 'app.internal')).toEqual(['10.0.0.12'])
  }, 60_000)

  it('go with their port, and come back with a new one', async () => {
    const vm = await red.tenant.vm('brief', { ip: '10.0.0.50' })
    await untilAnswer(red.web, ['brief.internal'], ['10.0.0.50'])
    await vm.destroy()
    await red.tenant.stage.client.call(routes.ports.delete, { params: { id: vm.id } })
    await eventually(async () => (statusOf(await dig(red.web, 'brief.internal')) === 'NXDOMAIN' ? true : undefined), {
      ...{ what: 'the name is gone', timeoutMs: 12_000 },
    })
  }, 60_000)
})
