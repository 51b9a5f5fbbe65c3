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

  it.each<[string, string]>([
    ['', 'has no requirement at character 1'],
    [',', 'has no requirement at character 1'],
    ['a,', 'has no requirement at character 3'],
    ['a,,b', 'has no requirement at character 3'],
    ['a b', '"b" at character 3 is not expected after "a"'],
    ['a=b=c', '"=c" at character 4 is not expected after "a=b"'],
    ['a==b=c,d', '"=c" at character 5 is not expected after "a==b"'],
    ['a in a', '"in a" at character 3 is not expected after "a"'],
    ['a in (b', '"in (b" at character 3 is not expected after "a"'],
    ['a in (b) c', '"c" at character 10 is not expected after "a in (b)"'],
    ['-a=b', '"-a=b" at character 1 is no requirement'],
    ['a="b', '"\\"b" at character 3 is not expected after "a="'],
    ['a="\\x"', '"a=\\"\\\\x\\"" at character 1 has a value in quotes that is no JSON string'],
    ['x,a;drop=1', '";drop=1" at character 4 is not expected after "a"'],
    ["x,a'=1", `"'=1" at character 4 is not expected after "a"`],
    [Array.from({ length: 33 }, (_, index) => `a${String(index)}`).join(','), 'has more than 32 requirements'],
    [`a ${'b'.repeat(100)}`, `"${'b'.repeat(60)}…" at character 3 is not expected after "a"`],
  ])('%s is refused: %s', (text, message) => {
    try {
      parseLabelSelector(text)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const [issue] = error.errors
      expect(issue).toMatchObject({ pointer: '?label_selector', message })
      expect(JSON.stringify(issue)).toContain('key notin (value,…)')
      return
    }
    throw new Error('was read')
  })

  it('takes no longer for what looks like much', () => {
    const before = performance.now()
    expect(() => parseLabelSelector(`a in (${'"a",'.repeat(240)}`)).toThrow(DomainError)
    expect(() => parseLabelSelector(`${' '.repeat(990)}=`)).toThrow(DomainError)
    expect(performance.now() - before).toBeLessThan(5_000)
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
