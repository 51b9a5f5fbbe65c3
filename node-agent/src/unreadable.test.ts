import { describe, expect, it } from '@jest/globals'
import { readLine, Unreadable } from './unreadable.ts'

const line = (match: string): string =>
  `2026-03-01T09:30:00.000Z|00021|lflow|WARN|error parsing match "${match}": Syntax error at \`$x' expecting address set name.`
const error = "Syntax error at `$x' expecting address set name."

describe('a line of the log of ovn-controller', () => {
  it.each([
    ['(reg0[7] == 1) && outport == @sg_x && ip4.src == $x'],
    ['inport == "dns-1" && udp.src == 53'],
    ['a "quoted": b'],
  ])('%s cannot be read', (match) => {
    expect(readLine(line(match))).toEqual({ match, error })
  })

  it.each([
    '2026-03-01T09:30:00.000Z|00021|lflow|WARN|error parsing actions "next;": x',
    '2026-03-01T09:30:00.000Z|00022|lflow|WARN|Dropped 12 log messages in last 60 seconds',
    '2026-03-01T09:30:00.000Z|00001|acl_log(ovn_pinctrl0)|INFO|name="error parsing match "a": b"',
    '',
  ])('%s says nothing of a match', (text) => {
    expect(readLine(text)).toBeUndefined()
  })

  it('is told in part when it has no end', () => {
    expect(readLine(line('x'.repeat(9_000)))?.match).toHaveLength(2_000)
  })
})

describe('what cannot be read', () => {
  const matches = (known: Unreadable): string[] => known.list.map(({ match }) => match)

  it('is remembered, once each, and no more than a hundred', () => {
    const known = new Unreadable()
    known.heard([line('a'), line('b'), line('a')], 0)
    expect(matches(known)).toEqual(['a', 'b'])
    known.heard(
      Array.from({ length: 500 }, (_, n) => line(String(n))),
      0,
    )
    expect(known.list).toHaveLength(100)
  })

  it('is what a look at everything says, and nothing else', () => {
    const known = new Unreadable()
    known.heard([line('a'), line('b')], 0)
    known.looked([line('b'), line('c')], 6_000)
    expect(matches(known)).toEqual(['b', 'c'])
    known.looked([], 20_000)
    expect(matches(known)).toEqual([])
  })

  it('is looked for while there is any, at growing distances, and soon again when there is more', () => {
    const known = new Unreadable()
    expect(known.asks(1_000_000)).toBe(false)
    known.heard([line('a')], 0)
    expect([known.asks(4_999), known.asks(5_000)]).toEqual([false, true])
    known.looked([line('a')], 5_000)
    expect([known.asks(14_999), known.asks(15_000)]).toEqual([false, true])
    for (let n = 0; n < 20; n++) known.looked([line('a')], 15_000)
    expect([known.asks(314_999), known.asks(315_000)]).toEqual([false, true])
    known.heard([line('a')], 20_000)
    expect(known.asks(30_000)).toBe(false)
    known.heard([line('b')], 20_000)
    expect(known.asks(25_000)).toBe(true)
    known.looked([], 25_000)
    expect(known.asks(1_000_000)).toBe(false)
  })
})
