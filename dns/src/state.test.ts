import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { StateFolder, type SavedState } from './state.ts'
import { StateWriter } from './state-writer.ts'
import { zoneAfter, zoneFromFeed } from './zone/feed-zone.ts'
import { encodeZone } from './zone/zone-file.ts'
import type { Zone } from './zone/zone.ts'

let path: string
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'qn-state-'))
})
afterEach(() => {
  rmSync(path, { recursive: true, force: true })
})

const vm1 = { name: 'vm1', records: [{ name: 'vm1', type: 'A' as const, ttl: 5, data: '10.0.0.1' }] }
const zone = (name: string, serial = 1): Zone => zoneFromFeed({ name, serial, records: vm1.records })
const a = zone('a.internal')
/** What has changed since it was whole is in its file beside the rest. */
const b = zoneAfter(zone('b.internal'), { name: 'b.internal', from: 1, serial: 2, names: [{ ...vm1, name: 'vm2' }] })

/** A zone by all that it says; undefined: there is one of this name, and nothing to be had of it. */
const shown = (zones: SavedState['zones']): unknown =>
  new Map([...zones].map(([name, each]) => [name, each && encodeZone(each).toString('latin1')]))

const load = async (): Promise<{ state: SavedState | undefined; problems: string[] }> => {
  const problems: string[] = []
  const folder = await StateFolder.open(path)
  const state = await folder.load((file, problem) => problems.push(`${file}: ${problem}`))
  return { state, problems }
}

const savedZones = async (): Promise<unknown> => shown((await load()).state?.zones ?? new Map())

const save = async (...zones: Zone[]): Promise<void> => {
  const writer = new StateWriter(await StateFolder.open(path), (error) => {
    throw error
  })
  for (const each of zones) writer.zoneChanged(each)
  writer.listChanged({ position: 'p7', zones: zones.map(({ name }) => name) })
  await writer.close()
}

describe('state on disk', () => {
  it('gives back what was saved', async () => {
    await save(a, b)
    const { state, problems } = await load()
    const zones = new Map([
      ['a.internal', a],
      ['b.internal', b],
    ])
    expect([state?.position, shown(state?.zones ?? new Map()), problems]).toEqual(['p7', shown(zones), []])
    expect([...(state?.zones.values() ?? [])].map((each) => each?.serial)).toEqual([1, 2])
  })

  it('has nothing at first, and that is no problem', async () => {
    expect(await load()).toEqual({ state: undefined, problems: [] })
  })

  it('keeps the last of many changes, and no file of a zone that is gone', async () => {
    await save(a, b)
    await save(zone('b.internal', 3), zone('b.internal', 4))
    expect(readdirSync(path).sort()).toEqual(['b.internal.zone', 'zones'])
    expect((await load()).state?.zones.get('b.internal')?.serial).toBe(4)
  })

  it('keeps zones whose write was interrupted as they were, and clears what it left', async () => {
    await save(a)
    writeFileSync(join(path, 'a.internal.zone.new'), 'half of a')
    expect(await savedZones()).toEqual(shown(new Map([['a.internal', a]])))
    await save(a)
    expect(readdirSync(path).sort()).toEqual(['a.internal.zone', 'zones'])
  })

  it.each<[string, (text: string) => string]>([
    ['cut off', (text) => text.slice(0, -10)],
    ['changed by a bit', (text) => text.replace('\x03vm1', '\x03vm3')],
    ['empty', () => ''],
    ['of another format', (text) => text.replace('quantumnet-dns 3', 'quantumnet-dns 2')],
  ])('does not use a zone whose file is %s, but knows that there is such a zone', async (_, damage) => {
    await save(a, b)
    const file = join(path, 'a.internal.zone')
    writeFileSync(file, damage(readFileSync(file, 'latin1')), 'latin1')
    const { state, problems } = await load()
    expect(shown(state?.zones ?? new Map())).toEqual(
      shown(
        new Map([
          ['a.internal', undefined],
          ['b.internal', b],
        ]),
      ),
    )
    expect(problems).toEqual(['a.internal.zone: its digest does not match its content'])
  })

  it('does not use a file under the name of another zone', async () => {
    await save(a, b)
    writeFileSync(join(path, 'a.internal.zone'), readFileSync(join(path, 'b.internal.zone')))
    expect((await load()).problems).toEqual(['a.internal.zone: it holds the zone b.internal'])
  })

  it('uses nothing when the list of the zones is damaged: a part of them would be served as if it were all', async () => {
    await save(a, b)
    writeFileSync(join(path, 'zones'), 'x')
    expect(await load()).toEqual({ state: undefined, problems: ['zones: its digest does not match its content'] })
  })

  it('makes its folder again when that is gone', async () => {
    const writer = new StateWriter(await StateFolder.open(path), (error) => {
      throw error
    })
    rmSync(path, { recursive: true })
    writer.zoneChanged(a)
    writer.listChanged({ position: null, zones: ['a.internal'] })
    await writer.close()
    expect(await savedZones()).toEqual(shown(new Map([['a.internal', a]])))
  })

  it('tells what it could not write, and writes it later', async () => {
    let told: ((error: unknown) => void) | undefined
    const problem = new Promise((resolve) => (told = resolve))
    const writer = new StateWriter(await StateFolder.open(path), (error) => told?.(error))
    rmSync(path, { recursive: true })
    writeFileSync(path, 'no folder')
    writer.zoneChanged(a)
    writer.listChanged({ position: null, zones: ['a.internal'] })
    expect(await problem).toMatchObject({ code: 'EEXIST' })
    rmSync(path)
    await writer.close()
    expect(await savedZones()).toEqual(shown(new Map([['a.internal', a]])))
  })

  it('keeps a zone that came after the list with which it is written', async () => {
    const writer = new StateWriter(await StateFolder.open(path), (error) => {
      throw error
    })
    writer.zoneChanged(a)
    // Both wait until that is written, and go together. The next list follows.
    writer.listChanged({ position: null, zones: ['a.internal'] })
    writer.zoneChanged(b)
    await writer.close()
    expect(readdirSync(path).sort()).toEqual(['a.internal.zone', 'b.internal.zone', 'zones'])
  })
})
