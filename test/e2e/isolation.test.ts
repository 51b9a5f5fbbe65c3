import { beforeAll, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { describeScenarios, expectGolden, expectTraffic, useScene, type Vm } from './kit/index.ts'

/** Two tenants with the same block and the same addresses, on the same hypervisors. */
describeScenarios('tenants', () => {
  const scene = useScene()
  let red: { web: Vm; db: Vm }
  let blue: { web: Vm; app: Vm }

  beforeAll(async () => {
    const [one, other] = [await scene().tenant('red'), await scene().tenant('blue')]
    red = {
      web: await one.vm('web', { ip: '10.0.0.10', on: 'hv1' }),
      db: await one.vm('db', { ip: '10.0.0.11', on: 'hv2' }),
    }
    blue = {
      web: await other.vm('web', { ip: '10.0.0.10', on: 'hv1' }),
      app: await other.vm('app', { ip: '10.0.0.12', on: 'hv2' }),
    }
  }, 120_000)

  it('reach their own, and not each other, though the addresses are the same', async () => {
    await expectTraffic({
      passes: [red.web.ping(red.db), red.web.tcp(red.db, 80), red.web.udp(red.db, 53), blue.web.ping(blue.app)],
      blocked: [red.web.ping(blue.app), red.web.tcp(blue.app, 80), red.web.udp(blue.app, 53), blue.web.ping(red.db)],
    })
    await expectGolden(scene(), 'isolation')
  })

  it('see the names of their own project only, at the same address of the same hypervisor', async () => {
    const ask = async (vm: Vm, name: string): Promise<string> =>
      (await vm.exec('dig', '+time=1', '+tries=2', '@10.0.0.2', name, 'A')).stdout
    const answered = async (vm: Vm, name: string): Promise<string> =>
      await eventually(async () => /\sA\s+([\d.]+)$/m.exec(await ask(vm, name))?.[1], {
        ...{ what: `${vm.name} resolves ${name}`, timeoutMs: 10_000 },
      })
    expect(await answered(red.web, 'db.red.internal')).toBe('10.0.0.11')
    expect(await answered(red.web, 'db.internal')).toBe('10.0.0.11')
    expect(await answered(blue.web, 'app.internal')).toBe('10.0.0.12')
    expect(await ask(blue.web, 'db.red.internal')).toContain('status: NXDOMAIN')
    expect(await ask(blue.web, 'db.internal')).toContain('status: NXDOMAIN')
  })

  it('keep their addresses when a VM is restarted', async () => {
    await red.db.restart()
    expect((await red.db.lease()).address).toBe(`${red.db.ip}/24`)
    await expectTraffic({ passes: [red.web.ping(red.db)], blocked: [blue.web.ping(red.db)] })
  })
})
