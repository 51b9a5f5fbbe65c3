import type { Identity, ObjectValue, Type } from '../framework/index.ts'
import type { ResourceIdentitySchema } from '../wire/messages/identity.ts'
import type { ResourceIdentityData } from '../wire/messages/values.ts'
import type { Decoded, Encodable } from '../wire/protobuf/message.ts'
import { decodeValue, encodeValue } from './msgpack.ts'
import { typeJson } from './schema.ts'

/** Identities in protocol messages. Terraform fails on one of a type without identity, so there none is sent. */

export const identityType = ({ attributes }: Identity): Type => ({
  object: Object.fromEntries(Object.entries(attributes).map(([name, { kind }]) => [name, kind.type])),
})

export const identitySchema = ({ version, attributes }: Identity): Encodable<typeof ResourceIdentitySchema> => ({
  version,
  attributes: Object.entries(attributes).map(([name, { kind, description, optional }]) => ({
    name,
    type: Buffer.from(JSON.stringify(typeJson(kind.type))),
    description,
    requiredForImport: optional !== true,
    optionalForImport: optional === true,
  })),
})

export const toIdentityData = (
  identity: Identity | undefined,
  value: ObjectValue | undefined,
): Encodable<typeof ResourceIdentityData> | undefined =>
  identity === undefined || value === undefined
    ? undefined
    : { identityData: { msgpack: encodeValue(value, identityType(identity)) } }

/** @throws TypeMismatch */
export const fromIdentityData = (
  identity: Identity | undefined,
  data: Decoded<typeof ResourceIdentityData> | undefined,
): ObjectValue | undefined => {
  const bytes = data?.identityData?.msgpack
  if (identity === undefined || bytes === undefined || bytes.length === 0) return undefined
  return (decodeValue(bytes, identityType(identity)) as ObjectValue | null) ?? undefined
}
