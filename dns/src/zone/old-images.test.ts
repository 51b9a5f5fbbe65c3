import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { parseName } from '../wire/name.ts'
import { applyChange } from './table-change.ts'
import { ZoneTable } from './zone-table.ts'
import { createZone } from './zone.ts'

const MOST_TURNS = 1_000

const NAMES = 40
const textOf = (name: string): { owner: ReturnType<typeof parseName>; type: number; ttl: number; rdata: Buffer } => ({
  ...{ owner: parseName(name), type: 16, ttl: 5 },
  rdata: Buffer.alloc(0xf000),
})

const copyOf = (memory: SharedArrayBuffer): SharedArrayBuffer => {
  const copy = new SharedArrayBuffer(memory.byteLength)
  new Uint8Array(copy).set(new Uint8Array(memory))
  return copy
}

describe('images that were replaced', () => {
  it('are freed, though V8 does not count shared memory', async () => {
    const entries = Array.from({ length: NAMES }, (_, index) => textOf(`vm${String(index)}.large.internal`))
    const { base } = createZone({ name: 'large.internal', serial: 1, refresh: 5, entries })
    const table = new ZoneTable()
    const put = (memory: SharedArrayBuffer): WeakRef<SharedArrayBuffer> => {
      applyChange(table, { kind: 'zone', name: 'large.internal', base: memory, overlay: undefined })
      return new WeakRef(memory)
    }
    const first: WeakRef<SharedArrayBuffer>[] = []
    const isHeld = (): boolean => first.some((each) => each.deref() !== undefined)
    for (let round = 0; round < 5; round++) first.push(put(copyOf(base.memory)))
    for (let turn = 0; isHeld() && turn < MOST_TURNS; turn++) {
      await setImmediate()
      if (turn < 100) put(copyOf(base.memory))
    }
    expect(isHeld()).toBe(false)
    expect(table.get('large.internal')?.serial).toBe(1)
  })
})
