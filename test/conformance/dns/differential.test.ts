import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { answer } from '../../../dns/src/answer.ts'
import { parseName } from '../../../dns/src/wire/name.ts'
import { nameBytes } from '../../../dns/src/wire/record-set.ts'
import { zoneFromFeed } from '../../../dns/src/zone/feed-zone.ts'
import { changedZone } from '../../../dns/src/zone/zone-delta.ts'
import type { Zone } from '../../../dns/src/zone/zone.ts'
import { ZoneTable } from '../../../dns/src/zone/zone-table.ts'
import { which } from '../../../platform/src/process/which.ts'
import { scratchFolder } from '../../platform/scratch.ts'
import { seedsFrom } from '../ovsdb/seeds.ts'
import { generateQuestion, generateZone, randomFrom, type GeneratedQuestion, type GeneratedZone } from './generate.ts'
import { startKnot, startNsd, type Peer } from './peers.ts'
import { Asker, queryFor, saidBy, type Said } from './questions.ts'

/** The same zones in our server, Knot and NSD, and the same questions: who differs from both others is wrong, most probably. */

const missing = [
  ['knotd', 'knot'],
  ['nsd', 'nsd'],
].flatMap(([program = '', pack]) => (which(program) === undefined ? [pack] : []))
if (missing.length > 0) process.stderr.write(`skipped, for want of Debian packages: ${missing.join(', ')}\n`)
const suite = missing.length > 0 ? describe.skip : describe

/** QUANTUMNET_DNS_ZONES=3000 for a long run. */
const ZONES = Number(process.env['QUANTUMNET_DNS_ZONES'] ?? 1000)
const QUESTIONS = 30
const AT_ONCE = 50

const NS = 2

/** As it is served: what is given away is put in as a change, so that answers come from both of a zone's images. */
const served = ({ name, serial, records, cuts }: GeneratedZone): Zone =>
  changedZone(
    zoneFromFeed({ name, serial, records: [...records] }),
    serial,
    new Map(
      cuts.map((cut) => {
        const owner = parseName(`${cut.name}.${name}`)
        const rdatas = cut.servers.map((server) => nameBytes(parseName(server)))
        return [owner, rdatas.map((rdata) => ({ owner, type: NS, ttl: cut.ttl, rdata }))]
      }),
    ),
  )

interface Case extends GeneratedQuestion {
  readonly zone: GeneratedZone
}

/**
 * What all have to say alike. Both others repeat the record of a wildcard alias that leads to itself; a set has a record once (RFC 2181 §5). NSD
 * leaves addresses out where answers are to be minimal, so the additional section is compared with Knot's only.
 */
const essence = ({ head, answer: found, authority }: Said): string =>
  JSON.stringify({ head, found: [...new Set(found)], authority })

suite.each(seedsFrom(20_261_121).map((seed) => [seed]))('our answers, Knot’s and NSD’s, seed %d', (seed) => {
  const random = randomFrom(seed)
  const zones = Array.from({ length: ZONES }, (_, index) => generateZone(random, `z${String(index)}.test`))
  const cases: Case[] = zones.flatMap((zone) =>
    Array.from({ length: QUESTIONS }, () => ({ zone, ...generateQuestion(random, zone) })),
  )
  const folder = scratchFolder()
  const table = new ZoneTable()
  const peers: Peer[] = []
  const askers: Asker[] = []

  beforeAll(async () => {
    for (const zone of zones) table.put(served(zone))
    peers.push(await startKnot(folder.path, zones), await startNsd(folder.path, zones))
    askers.push(...peers.map(({ endpoint }) => new Asker(endpoint)))
  }, 60_000)
  afterAll(async () => {
    for (const asker of askers) asker.close()
    for (const peer of peers) await peer.stop()
    folder.remove()
  })

  const ours = ({ name, type }: GeneratedQuestion): Said => {
    const reply = answer(queryFor(name, type, 1), { transport: 'udp', role: 'edge' }, table)
    if (!Buffer.isBuffer(reply)) throw new Error('it is no transfer')
    return saidBy(reply)
  }

  it('are the same', async () => {
    const differences: string[] = []
    const kinds = new Map<string, number>()
    for (let start = 0; start < cases.length; start += AT_ONCE)
      await Promise.all(
        cases.slice(start, start + AT_ONCE).map(async (each) => {
          const own = ours(each)
          const [knot, nsd] = await Promise.all(askers.map(async (asker) => await asker.ask(each.name, each.type)))
          if (knot === undefined || nsd === undefined) throw new Error('two were asked')
          kinds.set(own.head, (kinds.get(own.head) ?? 0) + 1)
          const isSame = essence(own) === essence(knot) && essence(own) === essence(nsd)
          if (isSame && own.additional.join() === knot.additional.join()) return
          differences.push(
            JSON.stringify(
              { asked: `${each.name} ${String(each.type)}`, own, knot, nsd, zone: each.zone.records },
              undefined,
              1,
            ),
          )
        }),
      )
    if (differences.length > 0)
      throw new Error(
        `${String(differences.length)} of ${String(cases.length)} differ: ${differences.slice(0, 3).join('\n')}`,
      )
    // So that chance does not quietly make only dull questions.
    expect([...kinds.keys()].sort()).toEqual(expect.arrayContaining(['NOERROR AA', 'NXDOMAIN AA']))
  }, 300_000)
})
