import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import {
  describeScenarios,
  expectGolden,
  expectTraffic,
  securityGroup,
  useScene,
  type Group,
  type Vm,
} from './kit/index.ts'

/** What the log of a hypervisor says of rules that log. */
describeScenarios('the log of rules', () => {
  const scene = useScene()
  let client: Vm
  let server: Vm
  let group: Group

  beforeAll(async () => {
    const red = await scene().tenant('red')
    client = await red.vm('client', { ip: '10.0.0.10', on: 'hv1' })
    group = await securityGroup(scene(), red, 'logged', {
      rules: [{ to: 'tcp/80', log: true }, { to: 'tcp/81' }, { to: 'udp/9', action: 'drop', log: true }],
    })
    server = await red.vm('server', { ip: '10.0.0.11', on: 'hv2', security_groups: [group.id] })
  }, 120_000)

  /** Lines about a rule, at the hypervisor of the port that it decided for. */
  const linesOf = async (match: object): Promise<readonly string[]> => {
    const { rules } = await scene().client.call(routes.securityGroups.getRules, { params: { id: group.id } })
    const rule = rules.find((each) =>
      Object.entries(match).every(([field, value]) => Reflect.get(each, field) === value),
    )
    const text = readFileSync(scene().hypervisor('hv2').controllerLog, 'utf8')
    return text.split('\n').filter((line) => line.includes('acl_log') && line.includes(`/${rule?.id ?? '?'}"`))
  }

  it('names the rule, its verdict and the packet', async () => {
    await expectTraffic({ passes: [client.tcp(server, 80), client.tcp(server, 81)], blocked: [client.udp(server, 9)] })
    const [allowed] = await eventually(
      async () =>
        (await linesOf({ port_min: 80 })).slice(0, 1).length === 1 ? await linesOf({ port_min: 80 }) : undefined,
      {
        ...{ what: 'a line about tcp/80', timeoutMs: 10_000 },
      },
    )
    expect(allowed).toMatch(/name="logged\/[0-9a-f-]{36}", verdict=allow, severity=info, direction=to-lport: tcp/)
    expect(allowed).toContain('nw_src=10.0.0.10,nw_dst=10.0.0.11')
    const [dropped] = await eventually(
      async () => {
        const lines = await linesOf({ protocol: 'udp' })
        return lines.length > 0 ? lines : undefined
      },
      { what: 'a line about udp/9', timeoutMs: 10_000 },
    )
    expect(dropped).toMatch(/verdict=drop, severity=notice, direction=to-lport: udp/)
    expect(await linesOf({ port_min: 81 })).toEqual([])
    await expectGolden(scene(), 'rule-log')
  })

  it('is bounded for each rule by itself', async () => {
    const before = (await linesOf({ protocol: 'udp' })).length
    const leaving = await client.capture('udp port 9', { direction: 'out' })
    const flood = await client.flood(server, 9, 1)
    await leaving.until(1_000, 20_000)
    const { sent } = await flood.stop()
    await leaving.stop()
    await expectTraffic({ passes: [client.tcp(server, 80)] })
    const after = (await linesOf({ protocol: 'udp' })).length - before
    expect(after).toBeGreaterThan(0)
    // 20 at once and 2 a second; the flood takes 20 s at the most.
    expect(after).toBeLessThan(Math.max(80, sent / 2))
  })
})
