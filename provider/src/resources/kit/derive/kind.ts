import * as z from 'zod'
import {
  bool,
  int,
  listOf,
  mapOf,
  nullable,
  number,
  object,
  objectList,
  semanticString,
  setOf,
  string,
  type Attributes,
  type Kind,
} from '../../../framework/index.ts'
import { fieldOf } from './field.ts'
import { timestamp } from '../kinds.ts'
import { NONE, type Hint } from './hints.ts'

/** From a schema of the API to the kind of an attribute. */

/**
 * A text that is compared by what the API makes of it: two spellings that it answers alike are the same. What it refuses is only equal to
 * itself; the check of the whole request says what is wrong with it.
 */
const textKind = (schema: z.ZodType, { none }: Hint): Kind => {
  if (schema instanceof z.ZodISODateTime) return timestamp
  if (schema instanceof z.ZodEnum || schema.def.checks === undefined) return string
  return semanticString({
    canonical: (text) => {
      const parsed = none === true && text === NONE ? undefined : schema.safeParse(text)
      return typeof parsed?.data === 'string' ? parsed.data : text
    },
    expected: 'what the API takes',
  })
}

const arrayKind = (element: z.ZodType, hint: Hint, attributes: Attributes | undefined): Kind => {
  if (attributes !== undefined) return objectList(attributes)
  const kind = kindOf(element, {}, undefined)
  return hint.set === true ? setOf(kind) : listOf(kind)
}

const numberKind = (schema: z.ZodType): Kind =>
  schema instanceof z.ZodNumber && schema.format?.includes('int') === true ? int : number

/**
 * @param attributes those of the objects in it, where there are any
 * @throws Error for a schema that Terraform has no type for
 */
export const kindOf = (schema: z.ZodType, hint: Hint, attributes: Attributes | undefined): Kind => {
  const field = fieldOf(schema)
  const kind = plainKind(field.inner, hint, attributes)
  return field.nullable && hint.none !== true ? nullable(kind) : kind
}

const plainKind = (inner: z.ZodType, hint: Hint, attributes: Attributes | undefined): Kind => {
  if (inner instanceof z.ZodBoolean) return bool
  if (inner instanceof z.ZodNumber || inner instanceof z.ZodLiteral) return numberKind(inner)
  if (inner instanceof z.ZodRecord) return mapOf(kindOf(inner.valueType as z.ZodType, {}, undefined))
  if (inner instanceof z.ZodArray) return arrayKind(inner.element as z.ZodType, hint, attributes)
  if (inner instanceof z.ZodObject) return object(attributes ?? {})
  if (inner instanceof z.ZodString || inner instanceof z.ZodStringFormat || inner instanceof z.ZodEnum)
    return textKind(inner, hint)
  if (inner instanceof z.ZodUnion) return string
  throw new Error(`Terraform has no type for a field of type ${inner.def.type}`)
}
