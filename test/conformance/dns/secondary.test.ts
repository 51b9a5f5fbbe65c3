import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Zone } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { which } from '../../../platform/src/process/which.ts'
import { ask } from '../../dns/ask.ts'
import { DnsLab } from '../../dns/dns-lab.ts'
import { zoneOf } from '../../dns/feed-double.ts'

const suite = which('knotd') === undefined ? describe.skip : describe
if (which('knotd') === undefined) process.stderr.write('skipped, for want of a Debian package: knot\n')

/** Knot as somebody's secondary: it follows our catalog (RFC 9432), is notified, and asks only for what is new (RFC 1995). */
suite('Knot as a secondary', () => {
  let lab: DnsLab
  let knot: ChildProcess
  let folder: string
  const hosts = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`vm${String(index)}`, `10.0.0.${String(index)}`]),
  )
  const put = (serial: number, more: Readonly<Record<string, string>>): Zone => {
    const zone = zoneOf('demo.internal', serial, { ...hosts, ...more })
    lab.feed.put(zone)
    return zone
  }
  const log = (): string => readFileSync(join(folder, 'knot.log'), 'utf8')
  const untilAnswer = async (name: string, expected: string): Promise<void> => {
    await eventually(
      async () => ((await ask(lab.notify, name)).answers.includes(`${name} A ${expected}`) ? true : undefined),
      { what: `Knot answers ${name} with ${expected}`, timeoutMs: 10_000 },
    )
  }

  beforeAll(async () => {
    lab = await DnsLab.open()
    put(0xffff_fff0, {})
    await lab.startPrimary()
    folder = join(lab.folder, 'knot')
    mkdirSync(folder)
    const lines = [
      ...['server:', `  listen: ${lab.notify.address}@${String(lab.notify.port)}`, `  rundir: ${folder}`],
      ...[
        'control:',
        `  listen: ${folder}/knot.sock`,
        'database:',
        `  storage: ${folder}`,
        'log:',
        '  - target: stderr',
        '    any: info',
      ],
      ...['remote:', '  - id: primary', `    address: ${lab.primary.address}@${String(lab.primary.port)}`],
      ...['acl:', '  - id: told', '    address: 127.0.0.1', '    action: notify'],
      ...[
        'template:',
        '  - id: default',
        `    storage: ${folder}`,
        '  - id: member',
        `    storage: ${folder}`,
        '    master: primary',
        '    acl: told',
      ],
      ...[
        'zone:',
        '  - domain: catalog.quantumnet',
        '    master: primary',
        '    acl: told',
        '    catalog-role: interpret',
        '    catalog-template: member',
        '',
      ],
    ]
    const config = join(folder, 'knot.conf')
    writeFileSync(config, lines.join('\n'))
    const output = openSync(join(folder, 'knot.log'), 'a')
    knot = spawn('knotd', ['-c', config], { stdio: ['ignore', output, output] })
    await untilAnswer('vm7.demo.internal', '10.0.0.7')
  }, 60_000)
  afterAll(async () => {
    const ended = once(knot, 'exit')
    knot.kill('SIGTERM')
    await ended
    await lab.close()
  })

  it('gets the zones that the catalog lists, whole at first', () => {
    expect(log()).toMatch(/\[demo\.internal\.\] AXFR, incoming/)
  })

  it('gets what has changed, also where the serial wraps', async () => {
    put(0xffff_fff1, { fresh: '10.1.0.1' })
    await untilAnswer('fresh.demo.internal', '10.1.0.1')
    put(5, { fresh: '10.1.0.2' })
    await untilAnswer('fresh.demo.internal', '10.1.0.2')
    expect(log()).toMatch(/\[demo\.internal\.\] IXFR, incoming[^\n]*finished/)
    expect((await ask(lab.notify, 'demo.internal', 'SOA')).answers).toEqual(['demo.internal SOA 5'])
  })

  it('gets zones that come, and drops those that go', async () => {
    lab.feed.put(zoneOf('other.internal', 1, { vm1: '10.0.0.1' }))
    await untilAnswer('vm1.other.internal', '10.0.0.1')
    lab.feed.remove('other.internal')
    await eventually(
      async () => ((await ask(lab.notify, 'vm1.other.internal')).rcode === 'NOERROR' ? undefined : true),
      {
        what: 'the zone is gone',
        timeoutMs: 15_000,
      },
    )
  }, 40_000)
})
