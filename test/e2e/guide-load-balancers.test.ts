import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { spread } from './balancing/balancer.ts'
import { readGuide, type Reader } from './guide.ts'
import { describeScenarios, expectTraffic, useScene, type Vm } from './kit/index.ts'
import { Edge } from './routing/edge.ts'

/** The examples of docs/guides/load-balancers.md, as they stand there, and what passes after each. They build on each other. */
describeScenarios('the guide to load balancers', () => {
  const scene = useScene()
  let reader: Reader
  let client: Vm
  let one: Vm
  let two: Vm

  beforeAll(async () => {
    const demo = await scene().tenant('demo')
    await Edge.make(scene(), demo)
    client = await demo.vm('client', { on: 'hv1' })
    one = await demo.vm('one', { on: 'hv1' })
    two = await demo.vm('two', { on: 'hv2' })
    for (const server of [one, two]) await server.serve(8080)
    const { endpoint, tokens } = scene().platform
    reader = readGuide('docs/guides/load-balancers.md', {
      ...{ QUANTUMNET_API: endpoint, QUANTUMNET_TOKEN: readFileSync(tokens.admin, 'utf8').trim() },
      ...{ project: demo.project.id, subnet: demo.main.subnets[0]?.id ?? '', one: one.id, two: two.id },
    })
    await reader.follow('Before you begin')
  }, 120_000)

  afterAll(() => {
    reader.leave()
  })

  const spreadNow = async (): Promise<number[]> =>
    await spread(client, { address: await reader.value('address'), port: 80 }, [one, two], { serving: 8080 })

  it('two web servers', async () => {
    await reader.follow('Two web servers')
    const address = await reader.value('address')
    await expectTraffic({ passes: [client.tcp(address, 80)], blocked: [client.tcp(address, 8080)] })
    expect((await spreadNow()).every((connections) => connections > 0)).toBe(true)
  })

  it('probes', async () => {
    await reader.follow('Probes and a server that fails')
    await expectTraffic({ passes: [client.tcp(await reader.value('address'), 80)] })
  })

  it('taking a server out, and back again', async () => {
    const kept = await client.connect(one, 8080)
    await reader.follow('Taking a server out')
    expect(await spreadNow()).toEqual([0, 20])
    expect(await kept.alive()).toBe(true)
    await reader.follow('Back again')
    expect((await spreadNow()).every((connections) => connections > 0)).toBe(true)
  })
})
