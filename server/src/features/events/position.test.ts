import { describe, expect, it } from '@jest/globals'
import { isAfter, readPosition, writePosition } from './position.ts'

const place = { origin: '7439100000000000001-00000001', xid: '742', seq: 4711 }

describe('a position', () => {
  it.each([place, { ...place, xid: '18446744073709551615', seq: 0 }])('is read as it was written: %j', (one) => {
    const text = writePosition(one)
    expect(text).toMatch(/^[\w-]+$/)
    expect(readPosition(text, one.origin)).toEqual(one)
  })

  it('of another database, or from before a restore, is none', () => {
    expect(readPosition(writePosition(place), '7439100000000000001-00000002')).toBeUndefined()
  })

  it.each(['', 'x', '4711', writePosition(place).slice(0, 10), `${writePosition(place)}AAAA`, '\0'])(
    'is refused when it is %j',
    (text) => {
      expect(() => readPosition(text, place.origin)).toThrow('?since: is not a position of this event log')
    },
  )
})

describe('the order of the log', () => {
  const at = (xid: string, seq: number): { xid: string; seq: number } => ({ xid, seq })
  it.each([
    [at('9', 5), at('9', 4), true],
    [at('9', 5), at('9', 5), false],
    [at('10', 1), at('9', 5), true],
    [at('9', 5), at('10', 1), false],
    [at('18446744073709551615', 0), at('18446744073709551614', 9), true],
  ])('%j after %j: %s', (a, b, after) => {
    expect(isAfter(a, b)).toBe(after)
  })
})
