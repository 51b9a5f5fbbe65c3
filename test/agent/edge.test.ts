import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { corednsBinary } from '../dns/dns-lab.ts'
import { describeWithLab, scratchRun } from '../platform/scratch.ts'
import { edgeOf, EdgeRig, zoneOf } from './edge-rig.ts'

const coredns = await corednsBinary()
const suite = coredns === undefined ? describe.skip : describeWithLab

suite('node agent, DNS edge of VMs', () => {
  let rig: EdgeRig
  const zones = [zoneOf('a', 1, { vm1: '10.0.0.11', only: '10.0.0.21' }), zoneOf('b', 1, { vm1: '10.0.0.99' })]

  beforeAll(async () => {
    rig = await EdgeRig.open(await scratchRun(), coredns ?? '')
    await rig.addNetwork('a')
    await rig.addNetwork('b')
    rig.know({ zones, edges: [edgeOf('a'), edgeOf('b')] })
    rig.startAgent()
    await rig.addVm('a', 11)
    await rig.addVm('b', 11)
    await rig.untilAnswer('a11', 'vm1.internal', '10.0.0.11')
    await rig.untilAnswer('b11', 'vm1.internal', '10.0.0.99')
  }, 300_000)
  afterAll(async () => {
    await rig.close()
  }, 60_000)

  it.each(['+notcp', '+tcp'])(
    'answers each of two networks with equal addresses from its own zone, at equal addresses and ports (dig %s)',
    async (transport) => {
      const ask = async (vm: string, name: string): Promise<unknown> =>
        await rig.ask(vm, name, transport, '-b', '10.0.0.11#5353')
      expect(await Promise.all([ask('a11', 'vm1.internal'), ask('b11', 'vm1.internal')])).toEqual([
        { status: 'NOERROR', data: ['10.0.0.11'] },
        { status: 'NOERROR', data: ['10.0.0.99'] },
      ])
    },
  )

  it("knows a project's own names only", async () => {
    expect(await rig.ask('a11', 'only.proj-a.internal')).toEqual({ status: 'NOERROR', data: ['10.0.0.21'] })
    expect(await rig.ask('b11', 'only.proj-a.internal')).toEqual({ status: 'NXDOMAIN', data: [] })
    expect(await rig.ask('b11', 'only.internal')).toEqual({ status: 'NXDOMAIN', data: [] })
  })
})
