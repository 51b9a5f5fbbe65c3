import * as z from 'zod'
import { isRecord, UNKNOWN, type ObjectValue, type Value } from '../../../framework/index.ts'
import { fieldOf, type Shape } from './field.ts'
import { NONE, type Hint, type Hints } from './hints.ts'

/** From Terraform's values to a request of the API, field by field of its schema. */

/** What goes into a request for something that is not known; undefined leaves it out, so that the API decides. */
export type StandIn = (schema: z.ZodType, path: readonly string[]) => unknown

const LEAVE_OUT: StandIn = () => undefined

interface Part {
  readonly hint: Hint
  readonly standIn: StandIn
  readonly path: readonly string[]
}

const ofUnknown = (schema: z.ZodType, { hint, standIn, path }: Part): unknown =>
  // What the API fills in is asked for by null: left out of an update it would stay as it was.
  hint.filled === true ? null : standIn(schema, path)

const ofNull = (schema: z.ZodType): null | undefined => (fieldOf(schema).nullable ? null : undefined)

const ofInner = (inner: z.ZodType, value: Value, part: Part): unknown => {
  if (Array.isArray(value)) {
    const element = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : inner
    return (value as readonly Value[]).map((each) => ofValue(element, each, part))
  }
  if (!isRecord(value)) return value
  if (inner instanceof z.ZodObject)
    return ofFields(inner.shape, value, {
      hints: part.hint.fields ?? {},
      standIn: part.standIn,
      path: part.path,
    })
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== UNKNOWN))
}

const ofValue = (schema: z.ZodType, value: Value | undefined, part: Part): unknown => {
  if (value === UNKNOWN) return ofUnknown(schema, part)
  if (value === null || value === undefined) return ofNull(schema)
  if (part.hint.none === true && value === NONE) return null
  return ofInner(fieldOf(schema).inner, value, part)
}

interface Fields {
  readonly hints: Hints
  readonly standIn: StandIn
  readonly path: readonly string[]
}

const ofFields = (shape: Shape, values: ObjectValue, { hints, standIn, path }: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(shape).flatMap(([name, schema]) => {
      if (!Object.hasOwn(values, name)) return []
      const value = ofValue(schema, values[name], { hint: hints[name] ?? {}, standIn, path: [...path, name] })
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** A request with the fields of `shape`. What is null stands in it where the API takes null, else it is left out. */
export const bodyFrom = (
  shape: Shape,
  values: ObjectValue,
  hints: Hints,
  standIn: StandIn = LEAVE_OUT,
): Record<string, unknown> => {
  const configurable = Object.fromEntries(Object.entries(shape).filter(([name]) => name !== 'id'))
  return ofFields(configurable, values, { hints, standIn, path: [] })
}
