import { describe, expect, it } from '@jest/globals'
import { computed, defaulted, optional, optionalComputed, required } from '../attribute.ts'
import { int, listOf, mapOf, objectList, objectMap, object, setOf, string } from '../kind.ts'
import { UNKNOWN, type ObjectValue } from '../value.ts'
import { planViolations, replanViolations, resultViolations } from './contract.ts'

const inner = { a: optional(string, ''), b: optionalComputed(string, '') }
const attributes = {
  id: computed(string, ''),
  name: required(string, ''),
  note: optional(string, ''),
  mtu: defaulted(int, 5, ''),
  mac: optionalComputed(string, ''),
  one: optional(object(inner), ''),
  list: optional(objectList(inner), ''),
  map: optional(objectMap(inner), ''),
}
const nothing = { id: null, name: 'n', note: null, mtu: null, mac: null, one: null, list: null, map: null }

const violations = (config: ObjectValue, planned: ObjectValue, prior: ObjectValue | null = null): readonly string[] =>
  planViolations(attributes, {
    config: { ...nothing, ...config },
    prior: prior === null ? null : { ...nothing, ...prior },
    planned: { ...nothing, ...config, ...planned },
  })

describe('a plan keeps the contract when it', () => {
  it.each<[string, ObjectValue, ObjectValue, ObjectValue | null]>([
    ['says what the configuration says', { note: 'x' }, {}, null],
    ['makes what it computes unknown or known', {}, { id: UNKNOWN, mac: 'm', mtu: 5 }, null],
    ['keeps the state in place of an equal configuration', { mac: 'AA' }, { mac: 'aa' }, { mac: 'aa' }],
    ['fills in computed leaves', { one: { a: 'x', b: null } }, { one: { a: 'x', b: UNKNOWN } }, null],
    [
      'fills them in in lists and maps',
      { list: [{ a: null, b: null }], map: { k: { a: null, b: null } } },
      { list: [{ a: null, b: 'y' }], map: { k: { a: null, b: 'y' } } },
      null,
    ],
  ])('%s', (_what, config, planned, prior) => {
    expect(violations(config, planned, prior)).toEqual([])
  })
})

describe('a plan breaks the contract when it', () => {
  it.each<[string, ObjectValue, ObjectValue, string]>([
    ['says another value than the configuration', { note: 'x' }, { note: 'y' }, 'note:'],
    ['says another value than a configured one that it could compute', { mac: 'x' }, { mac: 'y' }, 'mac:'],
    ['forgets a configured value', { note: 'x' }, { note: null }, 'note:'],
    ['fills in what is not its own', {}, { note: 'x' }, 'note: only the configuration'],
    ['makes a whole object unknown', { one: { a: 'x', b: null } }, { one: UNKNOWN }, 'one: the whole is unknown'],
    ['drops an object', { one: { a: 'x', b: null } }, { one: null }, 'one: planned to be absent'],
    ['changes a leaf in an object', { one: { a: 'x', b: null } }, { one: { a: 'y', b: null } }, 'one.a:'],
    ['adds an element', { list: [] }, { list: [{ a: null, b: null }] }, 'list: the plan has another number'],
    ['changes a leaf in a list', { list: [{ a: 'x', b: null }] }, { list: [{ a: 'y', b: null }] }, 'list[0].a:'],
    [
      'changes a key',
      { map: { k: { a: null, b: null } } },
      { map: { l: { a: null, b: null } } },
      'map: the plan has other keys',
    ],
    ['knows better than an unknown configuration', { note: UNKNOWN }, { note: 'x' }, 'note:'],
  ])('%s', (_what, config, planned, message) => {
    expect(violations(config, planned).join('\n')).toContain(message)
  })
})

const results = {
  id: computed(string, ''),
  tags: optional(mapOf(string), ''),
  words: optional(listOf(string), ''),
  ids: optional(setOf(string), ''),
  one: optional(object(inner), ''),
  list: optional(objectList(inner), ''),
}
const planned: ObjectValue = {
  id: UNKNOWN,
  tags: { a: 'x' },
  words: ['a', UNKNOWN],
  ids: ['a', UNKNOWN],
  one: { a: 'x', b: UNKNOWN },
  list: [{ a: 'x', b: UNKNOWN }],
}
const applied: ObjectValue = {
  id: 'i',
  tags: { a: 'x' },
  words: ['a', 'b'],
  ids: ['b', 'a'],
  one: { a: 'x', b: 'y' },
  list: [{ a: 'x', b: 'y' }],
}

describe('a state after apply', () => {
  it('keeps the contract when it completes the plan', () => {
    expect(resultViolations(results, planned, applied)).toEqual([])
  })

  it.each<[string, ObjectValue, string]>([
    ['leaves something unknown', { id: UNKNOWN }, 'id: is still unknown'],
    ['changes a planned value', { tags: { a: 'y' } }, 'tags.a: is not what was planned'],
    ['loses a key', { tags: {} }, 'tags: the keys have changed'],
    ['loses a value', { tags: null }, 'tags: is null now'],
    ['grows a list', { words: ['a', 'b', 'c'] }, 'words: the number of elements'],
    ['changes an element', { words: ['b', 'b'] }, 'words[0]: is not'],
    ['loses an element of a set', { ids: ['b', 'c'] }, 'ids: a planned element'],
    ['grows a set', { ids: ['a', 'b', 'c'] }, 'ids: the set has grown'],
    ['changes a leaf', { one: { a: 'z', b: 'y' } }, 'one.a: is not'],
    ['changes a leaf in a list', { list: [{ a: 'z', b: 'y' }] }, 'list[0].a: is not'],
  ])('breaks it when it %s', (_what, change, message) => {
    expect(resultViolations(results, planned, { ...applied, ...change }).join('\n')).toContain(message)
  })

  it('may shrink a set whose unknown element turned out to be another one of it', () => {
    expect(resultViolations(results, planned, { ...applied, ids: ['a'] })).toEqual([])
  })
})

describe('a second plan', () => {
  it('may leave unknown what was, and must not change what was known', () => {
    expect(replanViolations(results, planned, planned)).toEqual([])
    expect(replanViolations(results, planned, { ...planned, words: UNKNOWN }).length).toBe(1)
  })
})
