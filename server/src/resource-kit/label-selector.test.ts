import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../errors.ts'
import { labelConditions, parseLabelSelector, type Requirement } from './label-selector.ts'

const is = (key: string, operator: Requirement['operator'], ...values: string[]): Requirement => ({
  key,
  operator,
  values,
})

describe('a label selector', () => {
  it.each<[string, Requirement[]]>([
    ['env=prod', [is('env', 'in', 'prod')]],
    ['env==prod', [is('env', 'in', 'prod')]],
    [' env = prod , tier != db ', [is('env', 'in', 'prod'), is('tier', 'notin', 'db')]],
    ['zone in (a,b)', [is('zone', 'in', 'a', 'b')]],
    ['zone notin ( a , b )', [is('zone', 'notin', 'a', 'b')]],
    ['gpu,!spot,! old', [is('gpu', 'exists'), is('spot', 'missing'), is('old', 'missing')]],
    ['in=notin,notin', [is('in', 'in', 'notin'), is('notin', 'exists')]],
    ['example.org/team=web', [is('example.org/team', 'in', 'web')]],
    ['env=', [is('env', 'in', '')]],
    ['env in ()', [is('env', 'in', '')]],
    ['env in (a,)', [is('env', 'in', 'a', '')]],
    ['note="a, b (c)\\"",x', [is('note', 'in', 'a, b (c)"'), is('x', 'exists')]],
    ['note in ("a, b)",c)', [is('note', 'in', 'a, b)', 'c')]],
    ['umlaut=ü', [is('umlaut', 'in', 'ü')]],
  ])('%s', (text, expected) => {
    expect(parseLabelSelector(text)).toEqual(expected)
  })

  it.each<[string, number]>([
    ['', 1],
    [',', 1],
    ['a,', 3],
    ['a,,b', 3],
    ['a b', 1],
    ['a=b=c', 1],
    ['a in a', 1],
    ['a in (b', 1],
    ['a in (b) c', 1],
    ['-a=b', 1],
    ['a="b', 1],
    ['a="\\x"', 1],
    ['x,a;drop=1', 3],
    ["x,a'=1", 3],
    [Array.from({ length: 33 }, (_, index) => `a${String(index)}`).join(','), 119],
  ])('%s cannot be read from character %d on', (text, at) => {
    try {
      parseLabelSelector(text)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      expect(error.errors).toMatchObject([
        { pointer: '?label_selector', message: `cannot be read from character ${String(at)} on` },
      ])
      return
    }
    throw new Error('was read')
  })

  it('takes no longer for what looks like much', () => {
    const before = performance.now()
    expect(() => parseLabelSelector(`a in (${'"a",'.repeat(240)}`)).toThrow(DomainError)
    expect(() => parseLabelSelector(`${' '.repeat(990)}=`)).toThrow(DomainError)
    expect(performance.now() - before).toBeLessThan(100)
  })

  it('becomes conditions whose keys and values are parameters', () => {
    const values: unknown[] = []
    const place = (value: unknown): string => `$${String(values.push(value))}`
    expect(labelConditions(parseLabelSelector('a=1,b notin (2),c,!d'), 't.labels', place)).toEqual([
      't.labels ->> $1::text = any($2::text[])',
      'coalesce(t.labels ->> $3::text <> all($4::text[]), true)',
      't.labels ? $5::text',
      'not t.labels ? $6::text',
    ])
    expect(values).toEqual(['a', ['1'], 'b', ['2'], 'c', 'd'])
  })
})
