import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { readGuide, type Reader } from './guide.ts'
import { describeScenarios, expectTraffic, useScene, type Vm } from './kit/index.ts'

/** The examples of docs/guides/security-groups.md, as they stand there, and what passes after each. They build on each other. */
describeScenarios('the guide to security groups', () => {
  const scene = useScene()
  let reader: Reader
  let web: Vm
  let db: Vm
  let probe: Vm

  beforeAll(async () => {
    const demo = await scene().tenant('demo')
    web = await demo.vm('web', { on: 'hv1' })
    db = await demo.vm('db', { on: 'hv2' })
    probe = await demo.vm('probe', { on: 'hv1' })
    const { endpoint, tokens } = scene().platform
    reader = readGuide('docs/guides/security-groups.md', {
      ...{ QUANTUMNET_API: endpoint, QUANTUMNET_TOKEN: readFileSync(tokens.admin, 'utf8').trim() },
      ...{ project: demo.project.id, web: web.id, db: db.id, probe: probe.id },
    })
    await reader.follow('Before you begin')
  }, 120_000)

  afterAll(() => {
    reader.leave()
  })

  it('a web server and its database', async () => {
    await reader.follow('A web server and its database')
    await expectTraffic({
      passes: [probe.tcp(web, 443), web.tcp(db, 5432)],
      blocked: [probe.tcp(web, 80), probe.tcp(db, 5432), web.tcp(db, 22)],
    })
  })

  it('an exception', async () => {
    await reader.follow('An exception')
    await expectTraffic({ passes: [db.tcp(web, 443)], blocked: [probe.tcp(web, 443)] })
  })

  it('all rules at once', async () => {
    const https = await reader.value('https')
    await reader.follow('All rules at once')
    await expectTraffic({
      passes: [probe.tcp(web, 443), probe.ping(web)],
      blocked: [probe.tcp(web, 22), probe.udp(web, 5005)],
    })
    expect(await scene().nbctl('--bare', '--columns=name', 'find', 'ACL', `external_ids:qn-rule=${https}`)).toBe(
      `web/${https}`,
    )
  })

  it('who knocks', async () => {
    await reader.follow('Who knocks')
    await expectTraffic({ passes: [web.tcp(db, 5432)], blocked: [probe.tcp(db, 5432)] })
    const ending = `/${await reader.value('knocking')}", verdict=drop, severity=notice, direction=to-lport: tcp`
    await eventually(
      () => readFileSync(scene().hypervisor('hv2').controllerLog, 'utf8').includes(ending) || undefined,
      {
        ...{ what: 'the log names the rule', timeoutMs: 10_000 },
      },
    )
  })

  it('without connection tracking', async () => {
    await reader.follow('Without connection tracking')
    await expectTraffic({ passes: [web.udp(db, 53)], blocked: [web.udp(db, 54), web.tcp(db, 53), web.ping(db)] })
  })

  it('quarantine, and its end', async () => {
    await expectTraffic({ passes: [probe.tcp(web, 443)] })
    const connection = await probe.connect(web, 443)
    await reader.follow('Quarantine')
    await eventually(async () => ((await connection.alive()) ? undefined : true), {
      ...{ what: 'the connection is cut', timeoutMs: 10_000 },
    })
    expect(await web.run('dig', '+short', '+time=1', '+tries=3', '@10.0.0.2', 'db.demo.internal', 'A')).toBe(db.ip)
    await reader.follow('Quarantine', 1)
    await expectTraffic({ passes: [probe.tcp(web, 443), probe.ping(web)] })
  })

  it('what a policy may open', async () => {
    await reader.follow('What a policy may open')
    await expectTraffic({ passes: [probe.tcp(web, 9100)], blocked: [db.tcp(web, 9100)] })
  })
})
