import { beforeAll, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, linkLocal, useScene, type Tenant, type Vm } from './kit/index.ts'

/** Names over IPv6: two tenants with the same block, and VMs with the same address, at one hypervisor. */
describeScenarios('the DNS edge of IPv6', () => {
  const scene = useScene()
  const DNS = '2001:db8::2'
  let red: { tenant: Tenant; web: Vm; db: Vm }
  let blue: { tenant: Tenant; web: Vm; db: Vm }

  /** A VM that has taken the address that the API gives it; there is no router to tell it of one. */
  const vmAt = async (tenant: Tenant, name: string, ip: string): Promise<Vm> => {
    const vm = await tenant.vm(name, { ip, lease: false })
    await vm.addAddress(`${ip}/64`)
    return vm
  }

  const tenantWith = async (name: string, db: string): Promise<typeof red> => {
    const tenant = await scene().tenant(name, {
      ...{ cidrs: ['2001:db8::/64'], subnet: { ipv6_mode: 'dhcpv6-stateful' } },
    })
    return { tenant, web: await vmAt(tenant, 'web', '2001:db8::10'), db: await vmAt(tenant, 'db', db) }
  }

  beforeAll(async () => {
    red = await tenantWith('red', '2001:db8::11')
    blue = await tenantWith('blue', '2001:db8::99')
  }, 120_000)

  const dig = async (vm: Vm, ...args: string[]): Promise<string> =>
    (await vm.exec('dig', '-6', '+time=1', '+tries=1', ...args)).stdout

  const answered = async (vm: Vm, name: string, ...args: string[]): Promise<string> =>
    await eventually(async () => /\sAAAA\s+(\S+)$/m.exec(await dig(vm, `@${DNS}`, name, 'AAAA', ...args))?.[1], {
      ...{ what: `${vm.name} resolves ${name}`, timeoutMs: 15_000 },
    })

  it.each(['+notcp', '+tcp'])(
    'answers each network from its own zone, at equal addresses and ports (dig %s)',
    async (transport) => {
      const from = ['-b', '2001:db8::10#5353', transport]
      expect(await answered(red.web, 'db.internal', ...from)).toBe('2001:db8::11')
      expect(await answered(blue.web, 'db.internal', ...from)).toBe('2001:db8::99')
      expect(await answered(red.web, 'db.red.internal', ...from)).toBe('2001:db8::11')
      expect(await dig(blue.web, `@${DNS}`, 'db.red.internal', 'AAAA', ...from)).toContain('status: NXDOMAIN')
    },
  )

  it('is asked past default deny', async () => {
    await red.db.update({ security_groups: [] })
    expect(await answered(red.db, 'web.internal')).toBe('2001:db8::10')
  })

  it('knows who has an address', async () => {
    const pointer = async (): Promise<string | undefined> =>
      /\sPTR\s+(\S+)$/m.exec(await dig(red.web, `@${DNS}`, '-x', '2001:db8::11'))?.[1]
    expect(await eventually(pointer, { what: 'a reverse name', timeoutMs: 15_000 })).toBe('db.red.internal.')
  })

  it('lets a VM reach nothing else of the edge, although it knows the MAC address', async () => {
    const edges = await scene().client.call(routes.addresses.list, {
      query: { network: red.tenant.main.network.id },
    })
    const mac = edges.items.find(({ ip }) => ip === DNS)?.mac ?? ''
    expect(mac).not.toBe('')
    for (const bind of ['fd71:6e64:6e73::1', 'fd71:6e64:6e73::2', linkLocal(mac)]) {
      await red.web.run('ip', '-6', 'route', 'replace', `${bind}/128`, 'dev', 'eth0')
      await red.web.run('ip', '-6', 'neigh', 'replace', bind, 'lladdr', mac, 'dev', 'eth0', 'nud', 'permanent')
      const at = bind.startsWith('fe80') ? `${bind}%eth0` : bind
      expect(await dig(red.web, `@${at}`, 'db.internal', 'AAAA')).toMatch(/timed out|no servers could be reached/)
    }
    expect(await answered(red.web, 'db.internal')).toBe('2001:db8::11')
  })
})
