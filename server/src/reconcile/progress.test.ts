import { describe, expect, it } from '@jest/globals'
import type { Key } from '../ovn/key.ts'
import { Progress, type Observed, type Told } from './progress.ts'

const network = (id: string): Key => ({ kind: 'network', id })
const told = (id: string, nbCfg: number, generation = 1): Told => ({ key: network(id), generation, nbCfg, within: [] })

interface World {
  readonly written: number
  readonly chassis: Readonly<Record<string, number>>
  readonly hosts: Readonly<Record<string, readonly string[] | undefined>>
  readonly down?: ReadonlySet<string>
}
const nobody: ReadonlySet<string> = new Set()
const seen = ({ written, chassis, hosts, down = nobody }: World): Observed => ({
  down,
  written,
  reached: (name) => chassis[name],
  hosts: ({ key }) => hosts[key.id],
})

const idsOf = (all: readonly Told[]): readonly string[] => all.map(({ key }) => key.id)

describe('what OVN was told', () => {
  it('is carried out when northd has written it and no chassis is concerned', () => {
    const progress = new Progress()
    progress.add(told('a', 5))
    expect(progress.advance(seen({ written: 4, chassis: {}, hosts: { a: [] } }))).toEqual([])
    expect(idsOf(progress.advance(seen({ written: 5, chassis: {}, hosts: { a: [] } })))).toEqual(['a'])
    expect(progress.size).toBe(0)
  })

  it('waits for every chassis concerned, and for no other', () => {
    const progress = new Progress()
    progress.add(told('a', 5))
    progress.add(told('b', 6))
    const hosts = { a: ['hv1', 'hv2'], b: ['hv1'] }
    // hv2 hangs at 4.
    expect(idsOf(progress.advance(seen({ written: 6, chassis: { hv1: 4, hv2: 4 }, hosts })))).toEqual([])
    expect(idsOf(progress.advance(seen({ written: 6, chassis: { hv1: 5, hv2: 4 }, hosts })))).toEqual([])
    expect(idsOf(progress.advance(seen({ written: 6, chassis: { hv1: 6, hv2: 4 }, hosts })))).toEqual(['b'])
    expect(idsOf(progress.advance(seen({ written: 9, chassis: { hv1: 9, hv2: 9 }, hosts })))).toEqual(['a'])
    expect(progress.size).toBe(0)
  })

  it('is carried out at once where all are there already', () => {
    const progress = new Progress()
    progress.add(told('a', 5))
    const world = { written: 5, chassis: { hv1: 7 }, hosts: { a: ['hv1'] } }
    expect(idsOf(progress.advance(seen(world)))).toEqual(['a'])
  })

  it('does not wait for a chassis that was taken out', () => {
    const progress = new Progress()
    progress.add(told('a', 5))
    const hosts = { a: ['hv1', 'hv2'] }
    progress.advance(seen({ written: 5, chassis: { hv1: 5, hv2: 1 }, hosts }))
    expect(idsOf(progress.advance(seen({ written: 5, chassis: { hv1: 5 }, hosts })))).toEqual(['a'])
  })

  describe('to a chassis that is down', () => {
    const hosts = { a: ['hv1', 'hv2'], 'a port': ['hv2'] }
    const down = new Set(['hv2'])
    const port: Told = { ...told('', 5), key: { kind: 'port', id: 'a port' } }

    it('is carried out without it, said once, and said again when it is back', () => {
      const progress = new Progress()
      progress.add(told('a', 5))
      const world = { written: 5, hosts, down }
      expect(progress.advance(seen({ ...world, chassis: { hv1: 4, hv2: 1 } }))).toEqual([])
      const without = { ...told('a', 5), missing: ['hv2'] }
      expect(progress.advance(seen({ ...world, chassis: { hv1: 5, hv2: 1 } }))).toEqual([without])
      expect(progress.advance(seen({ ...world, chassis: { hv1: 5, hv2: 1 } }))).toEqual([])
      expect(progress.advance(seen({ ...world, chassis: { hv1: 5, hv2: 5 } }))).toEqual([{ ...without, missing: [] }])
      expect(progress.size).toBe(0)
    })

    it('is carried out without it as soon as it falls', () => {
      const progress = new Progress()
      progress.add(told('a', 5))
      const world = { written: 5, chassis: { hv1: 5, hv2: 1 }, hosts }
      expect(progress.advance(seen(world))).toEqual([])
      expect(idsOf(progress.advance(seen({ ...world, down })))).toEqual(['a'])
    })

    it('is not, of a port that is there', () => {
      const progress = new Progress()
      progress.add(port)
      expect(progress.advance(seen({ written: 5, chassis: { hv2: 1 }, hosts, down }))).toEqual([])
      expect(progress.waits).toBe(true)
    })
  })

  it('counts by its newest generation', () => {
    const progress = new Progress()
    const hosts = { a: ['hv1'] }
    progress.add(told('a', 5, 1))
    progress.advance(seen({ written: 5, chassis: { hv1: 4 }, hosts }))
    progress.add(told('a', 6, 2))
    expect(progress.size).toBe(1)
    expect(progress.advance(seen({ written: 6, chassis: { hv1: 5 }, hosts }))).toEqual([])
    expect(progress.advance(seen({ written: 6, chassis: { hv1: 6 }, hosts }))).toEqual([
      { ...told('a', 6, 2), missing: [] },
    ])
  })

  it('is forgotten where nobody has to do with it yet, and where it is gone', () => {
    const progress = new Progress()
    progress.add(told('a', 5))
    progress.add(told('b', 5))
    progress.forget(network('b'))
    expect(progress.advance(seen({ written: 5, chassis: {}, hosts: {} }))).toEqual([])
    expect(progress.size).toBe(0)
  })
})
