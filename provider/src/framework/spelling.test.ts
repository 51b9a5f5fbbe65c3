import { describe, expect, it } from '@jest/globals'
import { computed, defaulted, optional, optionalComputed, required } from './attribute.ts'
import { listOf, mapOf, object, objectList, semanticString, setOf, string } from './kind.ts'
import { keepSpelling } from './spelling.ts'
import { UNKNOWN, type ObjectValue } from './value.ts'

const lower = semanticString({ canonical: (text) => text.toLowerCase(), expected: 'anything' })
const attributes = {
  mac: optionalComputed(lower, ''),
  pairs: optional(listOf(lower), ''),
  ids: optional(setOf(lower), ''),
  labels: defaulted(mapOf(string), {}, ''),
  vm: optional(object({ id: optional(string, ''), name: optional(lower, '') }), ''),
  ips: computed(objectList({ ip: computed(lower, ''), state: computed(string, '') }), ''),
}
const taken = { from: optional(string, '', { unanswered: true }), ip: optionalComputed(string, '') }
const nothing = { mac: null, pairs: null, ids: null, labels: null, vm: null, ips: null }

describe('what comes back from the API', () => {
  it.each<[string, ObjectValue | null, ObjectValue, ObjectValue]>([
    ['is taken as it is when there was nothing', null, { mac: 'aa' }, { mac: 'aa' }],
    ['keeps the spelling that means the same', { mac: 'AA' }, { mac: 'aa' }, { mac: 'AA' }],
    ['is taken when it means something else', { mac: 'AA' }, { mac: 'bb' }, { mac: 'bb' }],
    ['keeps the spelling of single elements', { pairs: ['A', 'B'] }, { pairs: ['a', 'c'] }, { pairs: ['A', 'c'] }],
    ['keeps the order of a set', { ids: ['B', 'a'] }, { ids: ['a', 'b'] }, { ids: ['B', 'a'] }],
    ['keeps an empty list that was written', { pairs: [] }, { pairs: null }, { pairs: [] }],
    ['keeps the absence that was written', { pairs: null }, { pairs: [] }, { pairs: null }],
    [
      'keeps an object without values that was written',
      { vm: { id: null, name: null } },
      { vm: null },
      { vm: { id: null, name: null } },
    ],
    ['is not absent where the configuration does not decide alone', { labels: null }, { labels: {} }, { labels: {} }],
    [
      'keeps spellings inside an object',
      { vm: { id: 'x', name: 'N' } },
      { vm: { id: 'y', name: 'n' } },
      { vm: { id: 'y', name: 'N' } },
    ],
    [
      'keeps spellings inside a list of objects',
      { ips: [{ ip: 'A', state: 'up' }] },
      {
        ips: [
          { ip: 'a', state: 'down' },
          { ip: 'b', state: 'up' },
        ],
      },
      {
        ips: [
          { ip: 'A', state: 'down' },
          { ip: 'b', state: 'up' },
        ],
      },
    ],
  ])('%s', (_what, reference, value, kept) => {
    const before = reference === null ? null : { ...nothing, ...reference }
    expect(keepSpelling(attributes, before, { ...nothing, ...value })).toEqual({ ...nothing, ...kept })
  })

  it.each<[string, ObjectValue, ObjectValue]>([
    ['stays beside what is the same', { from: 'x', ip: 'a' }, { from: 'x', ip: 'a' }],
    ['stays beside what was not known', { from: 'x', ip: UNKNOWN }, { from: 'x', ip: 'a' }],
    ['goes when what stands beside it has changed', { from: 'x', ip: 'b' }, { from: null, ip: 'a' }],
  ])('has nothing of what the API does not answer, which %s', (_what, reference, kept) => {
    const given = { list: required(objectList(taken), '') }
    expect(keepSpelling(given, { list: [reference] }, { list: [{ from: null, ip: 'a' }] })).toEqual({ list: [kept] })
  })
})
