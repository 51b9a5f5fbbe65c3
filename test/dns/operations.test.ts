import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { decode, encode } from 'dns-packet'
import { eventually } from '@quantumnet/platform'
import { ask, askTcp } from './ask.ts'
import { DnsLab, spell } from './dns-lab.ts'
import { zoneOf } from './feed-double.ts'

const CLIENT = '127.0.1.1'
const RATE = 5

/** What an operator sets and sees of a dns process, with its threads. */
describe('the dns process in operation', () => {
  let lab: DnsLab
  let client: Socket
  beforeAll(async () => {
    lab = await DnsLab.open()
    lab.feed.put(zoneOf('demo.internal', 3, { vm1: '10.0.0.1' }))
    await lab.startPrimary({
      workers: 2,
      env: {
        QUANTUMNET_DNS_QUERY_FROM: '127.0.1.0/24',
        QUANTUMNET_DNS_RATE: String(RATE),
        QUANTUMNET_DNS_QUERY_LOG: '1',
      },
    })
    client = createSocket('udp4')
    client.bind(0, CLIENT)
    await once(client, 'listening')
  }, 60_000)
  afterAll(async () => {
    client.close()
    await lab.close()
  })

  const page = async (path: string): Promise<Response> => await fetch(`http://${spell(lab.health)}${path}`)
  const counted = async (sample: string): Promise<number> => {
    const line = (await (await page('/metrics')).text()).split('\n').find((each) => each.startsWith(`${sample} `))
    return Number(line?.slice(sample.length + 1))
  }

  it('says that it lives, that it is ready, and nothing else', async () => {
    expect([(await page('/livez')).status, await (await page('/livez')).json()]).toEqual([200, { live: true }])
    expect([(await page('/readyz?verbose')).status, await (await page('/readyz')).json()]).toEqual([
      200,
      expect.objectContaining({ ready: true, feed: 'live' }),
    ])
    expect((await page('/other')).status).toBe(404)
  })

  it('limits a client over UDP, whichever thread he gets to, and sends him to TCP; not so an edge', async () => {
    const replies: Buffer[] = []
    client.on('message', (reply: Buffer) => replies.push(reply))
    const send = (id: number): void => {
      const questions = [{ name: 'vm1.demo.internal', type: 'A' as const, class: 'IN' as const }]
      client.send(encode({ type: 'query', id, flags: 0, questions }), lab.primary.port, lab.primary.address)
    }
    // More than any pause between them lets through: until some were cut, and some not sent at all.
    await eventually(
      async () => {
        for (let id = 0; id < 20 * RATE; id++) send(id)
        const [cut, dropped] = [
          await counted('quantumnet_dns_limited_total{action="truncated"}'),
          await counted('quantumnet_dns_limited_total{action="dropped"}'),
        ]
        return (cut > 0 && dropped > 0) || undefined
      },
      { what: 'the client is limited', timeoutMs: 20_000 },
    )
    await eventually(() => replies.some((reply) => decode(reply).flag_tc) || undefined, {
      what: 'an answer is cut',
      timeoutMs: 20_000,
    })
    expect(replies.filter((reply) => decode(reply).flag_tc).flatMap((reply) => decode(reply).answers)).toEqual([])
    expect((await askTcp(lab.primary, 'vm1.demo.internal'))[0]?.answers).toEqual(['vm1.demo.internal A 10.0.0.1'])
    for (let time = 0; time < 4 * RATE; time++)
      expect((await ask(lab.primary, 'vm1.demo.internal')).answers).toEqual(['vm1.demo.internal A 10.0.0.1'])
  }, 60_000)

  it('logs what was answered: who asked, by what way, what, and the code', async () => {
    await ask(lab.primary, 'nobody.demo.internal', 'AAAA')
    await askTcp(lab.primary, 'vm1.demo.internal', 'TXT')
    const logged = (): unknown[] =>
      readFileSync(join(lab.folder, 'dns.log'), 'utf8')
        .split('\n')
        .flatMap((line) => (line.includes('"answered"') ? [JSON.parse(line) as unknown] : []))
    await eventually(
      () => {
        expect(logged()).toEqual(
          expect.arrayContaining([
            expect.objectContaining({
              ...{ client: '127.0.0.1', transport: 'udp', name: 'nobody.demo.internal', type: 28, rcode: 3 },
            }),
            expect.objectContaining({ transport: 'tcp', name: 'vm1.demo.internal', type: 16, rcode: 0 }),
            expect.objectContaining({ client: CLIENT, transport: 'udp', name: 'vm1.demo.internal', type: 1, rcode: 0 }),
          ]),
        )
        return true
      },
      { what: 'the log has them', timeoutMs: 10_000 },
    )
  })

  it('counts answers by transport and code', async () => {
    expect(await counted('quantumnet_dns_responses_total{transport="udp",rcode="NXDOMAIN"}')).toBeGreaterThanOrEqual(1)
    expect(await counted('quantumnet_dns_responses_total{transport="tcp",rcode="NOERROR"}')).toBeGreaterThanOrEqual(2)
    expect(await counted('quantumnet_dns_plain_total')).toBeGreaterThanOrEqual(4 * RATE)
  })
})
