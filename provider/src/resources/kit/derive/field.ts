import type { Route } from '@quantumnet/api'
import * as z from 'zod'

/** The five operations of a kind. */
export type KindRoutes = Readonly<Record<'create' | 'get' | 'list' | 'update' | 'delete', Route>>

/** What one field of a request or an answer is, whatever it is wrapped in. */
export interface Field {
  /** without the wrappers */
  readonly inner: z.ZodType
  readonly nullable: boolean
  /** may be left out, and then the API decides; what has a default is not optional */
  readonly optional: boolean
  /** what takes the place of a field that is left out, with the defaults inside of it */
  readonly fallback: { readonly value: unknown } | undefined
  /** the API's own words, the outermost ones */
  readonly description: string | undefined
}

const isWrapper = (schema: z.ZodType): schema is z.ZodType & { readonly def: { readonly innerType: z.ZodType } } =>
  'innerType' in schema.def

/** Looks into wrappers, from the outside in. */
export const fieldOf = (schema: z.ZodType): Field => {
  const here = schema.description
  if (!isWrapper(schema))
    return { inner: schema, nullable: false, optional: false, fallback: undefined, description: here }
  const inside = fieldOf(schema.def.innerType)
  const { type } = schema.def
  const withDefault = type === 'default' || type === 'prefault'
  return {
    ...inside,
    nullable: inside.nullable || type === 'nullable',
    optional: (inside.optional || type === 'optional') && !withDefault,
    fallback: withDefault ? { value: schema.parse(undefined) } : inside.fallback,
    description: here ?? inside.description,
  }
}

/** The fields of an object, also of one that is refined. */
export type Shape = Readonly<Record<string, z.ZodType>>

/** @throws Error for a schema that is no object */
export const shapeOf = (schema: z.ZodType | undefined): Shape => {
  if (schema === undefined) throw new Error('there is no schema')
  const { inner } = fieldOf(schema)
  if (inner instanceof z.ZodObject) return inner.shape
  throw new Error(`a schema of type ${inner.def.type} has no fields`)
}

/** The fields of the objects in a value: of an object itself, or of each element of a list. */
export const innerShape = (inner: z.ZodType | undefined): Shape | undefined => {
  if (inner instanceof z.ZodObject) return inner.shape
  if (!(inner instanceof z.ZodArray)) return undefined
  return innerShape(fieldOf(inner.element as z.ZodType).inner)
}
