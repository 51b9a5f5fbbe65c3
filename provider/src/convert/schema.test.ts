import { describe, expect, it } from '@jest/globals'
import {
  bool,
  computed,
  defaulted,
  int,
  listOf,
  mapOf,
  object,
  objectList,
  optional,
  optionalComputed,
  required,
  setOf,
  string,
  type Attribute,
} from '../framework/index.ts'
import { Schema, SchemaBlock, SchemaObject } from '../wire/messages/schema.ts'
import { schemaToMessage } from './schema.ts'

const sent = (attribute: Attribute) => {
  const bytes = Schema.toBytes(schemaToMessage({ version: 3, description: 'd' }, { it: attribute }))
  return Schema.fromBytes(bytes)
}
const attributeSent = (attribute: Attribute) => sent(attribute).block?.attributes[0]

describe('a schema', () => {
  it('carries its version and description', () => {
    expect(sent(optional(string, 'x'))).toMatchObject({ version: 3, block: { description: 'd', descriptionKind: 1 } })
  })

  it.each<[string, Attribute, object]>([
    ['required', required(string, ''), { required: true, optional: false, computed: false }],
    ['optional', optional(string, ''), { required: false, optional: true, computed: false }],
    ['computed', computed(string, ''), { required: false, optional: false, computed: true }],
    ['optional and computed', optionalComputed(string, ''), { required: false, optional: true, computed: true }],
    ['defaulted', defaulted(bool, true, ''), { required: false, optional: true, computed: true }],
    ['sensitive', optional(string, '', { sensitive: true }), { sensitive: true }],
  ])('tells that an attribute is %s', (_what, attribute, flags) => {
    expect(attributeSent(attribute)).toMatchObject(flags)
  })

  it.each<[string, Attribute, unknown]>([
    ['string', optional(string, ''), 'string'],
    ['number', optional(int, ''), 'number'],
    ['list', optional(listOf(bool), ''), ['list', 'bool']],
    ['set', optional(setOf(string), ''), ['set', 'string']],
    ['map', optional(mapOf(listOf(int)), ''), ['map', ['list', 'number']]],
  ])('tells the type of a %s', (_what, attribute, type) => {
    expect(JSON.parse(Buffer.from(attributeSent(attribute)?.type ?? []).toString())).toEqual(type)
  })

  it.each<[string, Attribute, number]>([
    ['an object', optional(object({ a: required(string, '') }), ''), 1],
    ['a list of objects', optional(objectList({ a: required(string, '') }), ''), 2],
  ])('tells the attributes inside %s', (_what, attribute, nesting) => {
    const message = attributeSent(attribute)
    expect(message?.type.length).toBe(0)
    const inner = SchemaObject.fromBytes(message?.nestedType ?? new Uint8Array())
    expect(inner).toMatchObject({ nesting, attributes: [{ name: 'a', required: true }] })
  })

  it('tells of a block apart from the attributes', () => {
    const { block } = sent(optional(object({ create: optional(string, '') }), 'b', { block: true }))
    expect(block?.attributes).toEqual([])
    expect(block?.blockTypes).toMatchObject([{ typeName: 'it', nesting: 1 }])
    expect(SchemaBlock.fromBytes(block?.blockTypes[0]?.block ?? new Uint8Array()).attributes).toMatchObject([
      { name: 'create', optional: true },
    ])
  })
})
