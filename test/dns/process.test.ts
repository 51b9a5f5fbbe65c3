import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { eventually, run } from '@quantumnet/platform'
import { nodeCommand } from '../../platform/src/sources.ts'
import { ask } from './ask.ts'
import { DnsLab, spell } from './dns-lab.ts'
import { zoneOf } from './feed-double.ts'

describe('the dns process', () => {
  let lab: DnsLab
  beforeEach(async () => {
    lab = await DnsLab.open()
  })
  afterEach(async () => {
    await lab.close()
  })

  it('denies nothing and is not ready before it knows which zones there are', async () => {
    await lab.feed.stop()
    const child = await lab.startPrimary({ ready: false })
    expect(await ask(lab.primary, 'vm1.demo.internal')).toMatchObject({ rcode: 'SERVFAIL' })
    const readyz = await fetch(`http://${spell(lab.health)}/readyz`)
    expect([readyz.status, await readyz.json()]).toEqual([503, expect.objectContaining({ ready: false })])

    lab.feed.put(zoneOf('demo.internal', 3, { vm1: '10.0.0.1' }))
    await lab.feed.start()
    await eventually(async () => (await fetch(`http://${spell(lab.health)}/readyz`)).ok || undefined, {
      what: 'the process is ready',
      timeoutMs: 15_000,
    })
    expect(await ask(lab.primary, 'vm1.demo.internal')).toMatchObject({ answers: ['vm1.demo.internal A 10.0.0.1'] })
    expect(await child.stop()).toEqual({ code: 0, signal: null })
  }, 30_000)

  it('serves another root, and logs no secret', async () => {
    lab.feed.put(zoneOf('demo.corp.example', 3, { vm1: '10.0.0.1' }))
    await lab.startPrimary({ zone: 'corp.example' })
    expect(await ask(lab.primary, 'vm1.demo.corp.example')).toMatchObject({
      answers: ['vm1.demo.corp.example A 10.0.0.1'],
    })
    expect(await ask(lab.primary, 'x.corp.example')).toMatchObject({ rcode: 'NXDOMAIN' })
    expect(await ask(lab.primary, 'x.internal')).toMatchObject({ rcode: 'REFUSED' })
    expect(readFileSync(join(lab.folder, 'dns.log'), 'utf8')).not.toContain(lab.feed.token)
  })

  it('says what is wrong with its configuration, and ends with code 1', async () => {
    const wrong = [
      'env',
      'QUANTUMNET_ENDPOINT=http://127.0.0.1:1',
      'QUANTUMNET_TOKEN_FILE=/none',
      'QUANTUMNET_DNS_LISTEN=x',
    ] as const
    await expect(run([...wrong, ...nodeCommand('dns/src/main.ts')])).rejects.toThrow(
      'QUANTUMNET_DNS_LISTEN: \\"x\\" is not an address and a port',
    )
  })
})
