import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, it } from '@jest/globals'
import { readGuide, type Reader } from './guide.ts'
import { describeScenarios, expectTraffic, useScene, type Vm } from './kit/index.ts'
import { Outside } from './routing/outside.ts'

/** The examples of docs/guides/external-connectivity.md, as they stand there, and what passes after each. They build on each other. */
describeScenarios('the guide to external connectivity', () => {
  const scene = useScene()
  let reader: Reader
  let outside: Outside
  let web: Vm
  let spare: Vm
  let db: Vm

  beforeAll(async () => {
    const demo = await scene().tenant('demo', { cidrs: ['10.0.1.0/24'] })
    const back = await demo.net('back', { cidrs: ['10.0.2.0/24'] })
    outside = await Outside.open(scene(), [demo])
    web = await demo.vm('web', { on: 'hv1' })
    spare = await demo.vm('spare', { on: 'hv2' })
    db = await demo.vm('db', { on: 'hv2', net: back })
    for (const vm of [web, spare]) for (const port of [80, 443]) await vm.serve(port)
    const { endpoint, tokens } = scene().platform
    reader = readGuide('docs/guides/external-connectivity.md', {
      ...{ QUANTUMNET_API: endpoint, QUANTUMNET_TOKEN: readFileSync(tokens.admin, 'utf8').trim() },
      ...{ project: demo.project.id, internet: outside.network.id, web: web.id, spare: spare.id },
      ...{ front: demo.main.subnets[0]?.id ?? '', back: back.subnets[0]?.id ?? '' },
    })
    await reader.follow('Before you begin')
  }, 120_000)

  afterAll(() => {
    reader.leave()
  })

  it('a router', async () => {
    await expectTraffic({ passes: [web.ping(spare)], blocked: [web.ping(db), web.ping(outside)] })
    await reader.follow('A router')
    await expectTraffic({
      passes: [web.ping(db), web.ping(outside), db.tcp(outside, 80)],
      blocked: [outside.ping('203.0.113.250')],
    })
  })

  it('a floating IP', async () => {
    await reader.follow('A floating IP')
    const www = await reader.value('www')
    await expectTraffic({ passes: [outside.tcp(www, 443)], blocked: [outside.tcp(www, 80), outside.ping(www)] })
  })

  it('moving it', async () => {
    const www = await reader.value('www')
    await reader.follow('Moving it')
    const moved = await spare.capture(`tcp dst port 443 and src host ${outside.ip}`, { direction: 'in' })
    const left = await web.capture(`tcp dst port 443 and src host ${outside.ip}`, { direction: 'in' })
    await expectTraffic({ passes: [outside.tcp(www, 443)], blocked: [outside.tcp(www, 80)] })
    if ((await moved.stop()) === 0 || (await left.stop()) > 0) throw new Error('it leads to the old VM')
  })

  it('one port of it', async () => {
    const www = await reader.value('www')
    await reader.follow('One port of it')
    const forwarded = await web.capture(`tcp dst port 443 and src host ${outside.ip}`, { direction: 'in' })
    await expectTraffic({ passes: [outside.tcp(www, 8443), outside.tcp(www, 443)], blocked: [outside.tcp(www, 8444)] })
    if ((await forwarded.stop()) === 0) throw new Error('the forward leads elsewhere')
  })

  it('routes and policies', async () => {
    await expectTraffic({ passes: [web.tcp(outside, 80), db.tcp(web, 443)] })
    await reader.follow('Routes and policies')
    await expectTraffic({ passes: [web.tcp(outside, 80)], blocked: [db.tcp(web, 443)] })
  })
})
