import { describe, expect, it } from '@jest/globals'
import { lazily } from './lazily.ts'

describe('a table made lazily', () => {
  it('has all names, makes an entry when it is asked for, and makes it once', () => {
    const made: string[] = []
    const maker = (name: string) => (): string => {
      made.push(name)
      return name.toUpperCase()
    }
    const table = lazily({ a: maker('a'), b: maker('b') })
    expect(Object.keys(table)).toEqual(['a', 'b'])
    expect(made).toEqual([])
    expect([table['b'], table['b'], table['c']]).toEqual(['B', 'B', undefined])
    expect(made).toEqual(['b'])
    expect(Object.entries(table)).toEqual([
      ['a', 'A'],
      ['b', 'B'],
    ])
  })

  it('asks again for what could not be made', () => {
    let tries = 0
    const table = lazily({
      a: () => {
        tries += 1
        if (tries === 1) throw new Error('not yet')
        return tries
      },
    })
    expect(() => table['a']).toThrow('not yet')
    expect(table['a']).toBe(2)
  })
})
