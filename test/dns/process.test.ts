import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Zone } from '@quantumnet/api'
import { eventually, run } from '@quantumnet/platform'
import { nodeCommand } from '../../platform/src/sources.ts'
import { ask, askTcp, type Endpoint } from './ask.ts'
import { DnsLab, spell } from './dns-lab.ts'
import { zoneOf } from './feed-double.ts'

/** A connection from another address, kept open for as long as the server lets it. */
const keep = async ({ address, port }: Endpoint, localAddress: string): Promise<Socket> => {
  const socket = connect({ host: address, port, localAddress })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

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
    await lab.close()
    lab = await DnsLab.open({ root: 'corp.example' })
    lab.feed.put(zoneOf('demo.corp.example', 3, { vm1: '10.0.0.1' }))
    await lab.startPrimary({ zone: 'corp.example' })
    expect(await ask(lab.primary, 'vm1.demo.corp.example')).toMatchObject({
      answers: ['vm1.demo.corp.example A 10.0.0.1'],
    })
    expect(await ask(lab.primary, 'x.corp.example')).toMatchObject({ rcode: 'NXDOMAIN' })
    expect(await ask(lab.primary, 'x.internal')).toMatchObject({ rcode: 'REFUSED' })
    expect(readFileSync(join(lab.folder, 'dns.log'), 'utf8')).not.toContain(lab.feed.token)
  })

  it('keeps a zone whose new version it cannot read, and follows the others', async () => {
    lab.feed.put(zoneOf('demo.internal', 3, { vm1: '10.0.0.1' }))
    lab.feed.put(zoneOf('other.internal', 3, { vm1: '10.0.0.1' }))
    await lab.startPrimary()
    lab.feed.putWhole({ ...zoneOf('demo.internal', 4, {}), records: [{ name: 'vm1' }] } as unknown as Zone)
    lab.feed.put(zoneOf('other.internal', 4, { vm1: '10.0.0.2' }))
    await eventually(
      async () =>
        (await ask(lab.primary, 'vm1.other.internal')).answers.includes('vm1.other.internal A 10.0.0.2') || undefined,
      { what: 'the other zone has followed', timeoutMs: 5_000 },
    )
    expect(await ask(lab.primary, 'vm1.demo.internal')).toMatchObject({ answers: ['vm1.demo.internal A 10.0.0.1'] })
    expect(lab.feed.followers).toBe(1)
  })

  it('does not deny a zone that it could never read', async () => {
    lab.feed.put({ ...zoneOf('demo.internal', 4, {}), records: [{ name: 'vm1' }] } as unknown as Zone)
    await lab.startPrimary()
    expect(await ask(lab.primary, 'vm1.demo.internal')).toMatchObject({ rcode: 'SERVFAIL' })
    expect(await ask(lab.primary, 'vm1.none.internal')).toMatchObject({ rcode: 'NXDOMAIN' })
    lab.feed.put(zoneOf('demo.internal', 5, { vm1: '10.0.0.1' }))
    await eventually(async () => (await ask(lab.primary, 'vm1.demo.internal')).rcode === 'NOERROR' || undefined, {
      what: 'the zone is there',
      timeoutMs: 5_000,
    })
  })

  it('answers with several threads alike, and counts for all of them', async () => {
    lab.feed.put(zoneOf('demo.internal', 3, { vm1: '10.0.0.1' }))
    await lab.startPrimary({ workers: 3 })
    // A socket each: the kernel gives every one of them to one of the threads.
    const answers = await Promise.all(
      Array.from({ length: 30 }, async () => await ask(lab.primary, 'vm1.demo.internal')),
    )
    expect(new Set(answers.map(({ answers: [first] }) => first))).toEqual(new Set(['vm1.demo.internal A 10.0.0.1']))
    lab.feed.put(zoneOf('demo.internal', 4, { vm1: '10.0.0.2' }))
    await eventually(
      async () => {
        const now = await Promise.all(
          Array.from({ length: 30 }, async () => await ask(lab.primary, 'vm1.demo.internal')),
        )
        return now.every(({ answers: [first] }) => first === 'vm1.demo.internal A 10.0.0.2') || undefined
      },
      { what: 'all threads have the change', timeoutMs: 5_000 },
    )
    const page = await (await fetch(`http://${spell(lab.health)}/metrics`)).text()
    const counted = /^quantumnet_dns_responses_total\{transport="udp",rcode="NOERROR"\} (\d+)$/m.exec(page)?.[1]
    expect(Number(counted)).toBeGreaterThanOrEqual(60)
    expect(page).toContain('\nquantumnet_dns_feed_live 1\n')
  })

  it('ends when it is told to, though its state cannot be written', async () => {
    lab.feed.put(zoneOf('demo.internal', 3, { vm1: '10.0.0.1' }))
    const child = await lab.startPrimary()
    const state = join(lab.folder, 'state')
    // It may be writing at this moment.
    await eventually(
      () => {
        rmSync(state, { recursive: true })
        writeFileSync(state, 'no folder')
        return true
      },
      { what: 'there is no folder', timeoutMs: 5_000 },
    )
    lab.feed.put(zoneOf('demo.internal', 4, { vm1: '10.0.0.2' }))
    await eventually(() => readFileSync(join(lab.folder, 'dns.log'), 'utf8').includes('trying again') || undefined, {
      what: 'the zone cannot be saved',
      timeoutMs: 5_000,
    })
    expect(await child.stop()).toEqual({ code: 0, signal: null })
  })

  it('answers an edge over TCP while strangers keep all the connections that they can get', async () => {
    lab.feed.put(zoneOf('demo.internal', 3, { vm1: '10.0.0.1' }))
    await lab.startPrimary()
    const strangers = await Promise.all(
      Array.from({ length: 1000 }, async (_, index) => await keep(lab.primary, `127.0.0.${String(2 + (index % 5))}`)),
    )
    try {
      const [answer] = await askTcp(lab.primary, 'vm1.demo.internal')
      expect(answer).toMatchObject({ answers: ['vm1.demo.internal A 10.0.0.1'] })
    } finally {
      for (const stranger of strangers) stranger.destroy()
    }
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
