import type { Attribute, Attributes, Kind, Schema as ResourceSchema, Type } from '../framework/index.ts'
import {
  nestings,
  SchemaBlock,
  SchemaObject,
  stringKinds,
  type Schema,
  type SchemaAttribute,
  type SchemaNestedBlock,
} from '../wire/messages/schema.ts'
import type { Encodable } from '../wire/protobuf/message.ts'

/** cty's JSON notation of a type. */
export const typeJson = (type: Type): unknown => {
  if (typeof type === 'string') return type
  if ('list' in type) return ['list', typeJson(type.list)]
  if ('set' in type) return ['set', typeJson(type.set)]
  if ('map' in type) return ['map', typeJson(type.map)]
  const attributes = Object.entries(type.object).map(([name, inner]) => [name, typeJson(inner)])
  return ['object', Object.fromEntries(attributes)]
}

const flags = {
  required: { required: true },
  optional: { optional: true },
  computed: { computed: true },
  'optional-computed': { optional: true, computed: true },
  // Terraform lets a provider fill in what the configuration leaves out only where the attribute is computed too.
  defaulted: { optional: true, computed: true },
  'write-only': { optional: true, writeOnly: true },
} as const

const typeOrNested = ({ type, nested }: Kind): Pick<Encodable<typeof SchemaAttribute>, 'type' | 'nestedType'> =>
  nested === undefined
    ? { type: Buffer.from(JSON.stringify(typeJson(type))) }
    : {
        nestedType: SchemaObject.toBytes({
          nesting: nestings[nested.mode],
          attributes: attributesToMessage(nested.attributes),
        }),
      }

const attributeToMessage = (name: string, attribute: Attribute): Encodable<typeof SchemaAttribute> => ({
  name,
  ...typeOrNested(attribute.kind),
  ...flags[attribute.presence],
  description: attribute.description,
  descriptionKind: stringKinds.markdown,
  sensitive: attribute.sensitive ?? false,
})

const blockToMessage = (name: string, { kind, description }: Attribute): Encodable<typeof SchemaNestedBlock> => ({
  typeName: name,
  nesting: nestings.single,
  block: SchemaBlock.toBytes({
    attributes: attributesToMessage(kind.nested?.attributes ?? {}),
    description,
    descriptionKind: stringKinds.markdown,
  }),
})

const attributesToMessage = (attributes: Attributes): Encodable<typeof SchemaAttribute>[] =>
  Object.entries(attributes)
    .filter(([, attribute]) => attribute.block !== true)
    .map(([name, attribute]) => attributeToMessage(name, attribute))

/** @param attributes all of them, with the block of timeouts */
export const schemaToMessage = (
  { version, description }: Pick<ResourceSchema, 'version' | 'description'>,
  attributes: Attributes,
): Encodable<typeof Schema> => ({
  version,
  block: {
    attributes: attributesToMessage(attributes),
    blockTypes: Object.entries(attributes)
      .filter(([, attribute]) => attribute.block === true)
      .map(([name, attribute]) => blockToMessage(name, attribute)),
    description,
    descriptionKind: stringKinds.markdown,
  },
})
