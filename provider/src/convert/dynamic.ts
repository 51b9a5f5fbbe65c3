import { objectType, type Attributes, type ObjectValue, type Type } from '../framework/index.ts'
import type { Decoded, Encodable } from '../wire/protobuf/message.ts'
import type { DynamicValue } from '../wire/messages/values.ts'
import { decodeValue, encodeValue } from './msgpack.ts'

/** Objects of a schema in protocol messages. */

const types = new WeakMap<Attributes, Type>()

const typeOf = (attributes: Attributes): Type => {
  const known = types.get(attributes)
  if (known !== undefined) return known
  const type = objectType(attributes)
  types.set(attributes, type)
  return type
}

/** The object in a message, or null where Terraform says that there is none. @throws TypeMismatch */
export const fromDynamic = (
  value: Decoded<typeof DynamicValue> | undefined,
  attributes: Attributes,
): ObjectValue | null =>
  value === undefined || value.msgpack.length === 0
    ? null
    : (decodeValue(value.msgpack, typeOf(attributes)) as ObjectValue | null)

/** @throws TypeMismatch when a resource's code gave a value of another type */
export const toDynamic = (value: ObjectValue | null, attributes: Attributes): Encodable<typeof DynamicValue> => ({
  msgpack: encodeValue(value, typeOf(attributes)),
})
