import { describe, expect, it } from '@jest/globals'
import { readMatch } from '../../ovn/testing/match-grammar.ts'
import type { RouterRoot } from './load.ts'
import { originRows } from './origin-rows.ts'
import { gateway, idOf, interfaceOf, routerOf } from './testing.ts'

const owner = { deployment: '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01', key: { kind: 'router', id: idOf(1) } } as const

const dropped = (change: Partial<RouterRoot>): readonly string[] =>
  originRows(owner, routerOf(change)).map(({ columns }) => {
    expect(columns).toMatchObject({ action: 'drop', priority: 32_000, nexthops: [] })
    const match = 'match' in columns ? columns.match : ''
    readMatch(match)
    return match
  })

const [own, second, foreign] = [interfaceOf(1), interfaceOf(2), interfaceOf(3, { isForeign: true })]
const inside = `inport == "lrp-${own.id}"`

describe('a router in a network of another project', () => {
  it.each<[string, Partial<RouterRoot>, readonly string[]]>([
    ['of none', { interfaces: [own, second], gateway }, []],
    ['with nothing of its own', { interfaces: [foreign] }, []],
    ['as a guest', { interfaces: [own, foreign] }, [`${inside} && ip4.src == 10.0.3.0/24`]],
    [
      'from several of its own',
      { interfaces: [own, second, foreign] },
      [`(${inside} || inport == "lrp-${second.id}") && ip4.src == 10.0.3.0/24`],
    ],
    [
      'outside',
      { interfaces: [own], gateway: { ...gateway, isForeign: true } },
      [`${inside} && ip4.src == 203.0.113.0/24`],
    ],
  ])('%s: its own VMs are nobody there', (_, change, matches) => {
    expect(dropped(change)).toEqual(matches)
  })
})
