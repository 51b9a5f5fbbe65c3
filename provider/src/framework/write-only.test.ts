import { describe, expect, it } from '@jest/globals'
import { optional, writeOnly } from './attribute.ts'
import { object, objectList, objectMap, string } from './kind.ts'
import { merge } from './plan.ts'
import { keepSpelling } from './spelling.ts'
import { UNKNOWN, type ObjectValue } from './value.ts'
import { unsupportedWriteOnly } from './write-only.ts'

const inner = { name: optional(string, ''), secret: writeOnly(string, '') }
const attributes = {
  secret: writeOnly(string, ''),
  one: optional(object(inner), ''),
  list: optional(objectList(inner), ''),
  map: optional(objectMap(inner), ''),
}
const peer = { name: 'n', secret: 's' }
const config: ObjectValue = { secret: 's', one: peer, list: [peer], map: { k: peer } }
const stored: ObjectValue = {
  secret: null,
  one: { name: 'n', secret: null },
  list: [{ name: 'n', secret: null }],
  map: { k: { name: 'n', secret: null } },
}

describe('a write-only value', () => {
  it('is in no plan, however deep it is configured', () => {
    expect(merge(attributes, config, undefined)).toEqual(stored)
    expect(merge(attributes, { ...config, secret: UNKNOWN }, stored)).toEqual(stored)
  })

  it('is in no state, even where a resource answers it', () => {
    expect(keepSpelling(attributes, stored, config)).toEqual(stored)
  })

  it('is refused, each at its place, by a Terraform that would store it', () => {
    expect(unsupportedWriteOnly(attributes, config).map(({ path }) => path)).toEqual([
      ['secret'],
      ['one', 'secret'],
      ['list', 0, 'secret'],
      ['map', 'k', 'secret'],
    ])
    expect(unsupportedWriteOnly(attributes, stored)).toEqual([])
  })
})
