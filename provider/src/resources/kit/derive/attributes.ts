import type * as z from 'zod'
import {
  requiresReplace,
  useStateForUnknown,
  type Attribute,
  type Attributes,
  type PlanModifier,
  type Presence,
  type Value,
} from '../../../framework/index.ts'
import { fieldOf, innerShape, type Shape } from './field.ts'
import type { Hint, Hints } from './hints.ts'
import { kindOf } from './kind.ts'
import { wordsFor } from './words.ts'

/**
 * Terraform's attributes from the API's schemas, so that there is one description of a resource: what a create request needs is required,
 * what it has a default for is defaulted, what it may leave out is computed then, what only the answer has is computed, and what an update
 * request lacks forces a new resource.
 */
export interface Shapes {
  /** of the answer */
  readonly view: Shape
  /** of a create request; left out: nothing can be configured */
  readonly create?: Shape | undefined
  /** of an update request; left out: nothing forces a new resource */
  readonly update?: Shape | undefined
}

interface Found {
  readonly name: string
  readonly hint: Hint
  readonly view: z.ZodType | undefined
  readonly create: z.ZodType | undefined
  readonly fixed: boolean
}

const presenceOf = ({ create, view, hint }: Found): Presence => {
  if (create === undefined) return 'computed'
  const field = fieldOf(create)
  if (hint.fromProvider === true || hint.filled === true || hint.optionalComputed === true) return 'optional-computed'
  if (field.fallback !== undefined) return 'defaulted'
  if (field.optional) return view === undefined ? 'optional' : 'optional-computed'
  return field.nullable ? 'optional' : 'required'
}

const modifiersOf = ({ hint, fixed }: Found, presence: Presence): readonly PlanModifier[] => {
  const keeps = presence === 'optional-computed' || hint.steady === true || hint.follows !== undefined
  return [
    ...(keeps ? [useStateForUnknown(hint.follows === undefined ? {} : { unless: hint.follows })] : []),
    ...(fixed ? [requiresReplace()] : []),
  ]
}

/** What is in an object or list: the fields of its own schemas. */
const innerAttributes = ({ view, create, hint }: Found): Attributes | undefined => {
  const [answered, asked] = [view, create].map((schema) =>
    schema === undefined ? undefined : innerShape(fieldOf(schema).inner),
  )
  if (answered === undefined && asked === undefined) return undefined
  return attributesFrom({ view: answered ?? {}, create: create === undefined ? undefined : asked }, hint.fields ?? {})
}

const attributeOf = (found: Found): Attribute => {
  const schema = found.create ?? found.view
  if (schema === undefined) throw new Error(`${found.name} is in no schema`)
  const presence = presenceOf(found)
  const field = fieldOf(schema)
  const answersNull = found.view !== undefined && fieldOf(found.view).nullable
  const kind = kindOf(schema, found.hint, innerAttributes(found))
  return {
    kind: answersNull && found.hint.none !== true ? { ...kind, nullable: true } : kind,
    presence,
    description: wordsFor(found.name, field, found.hint, presence),
    plan: modifiersOf(found, presence),
    ...(presence === 'defaulted' && { default: field.fallback?.value as Value }),
    ...(found.hint.sensitive === true && { sensitive: true }),
  }
}

/** The attributes of a resource, or of an object in one; an API's `id` is nothing to configure. */
export const attributesFrom = ({ view, create, update }: Shapes, hints: Hints): Attributes => {
  const names = [...new Set([...Object.keys(view), ...Object.keys(create ?? {})])]
  return Object.fromEntries(
    names.map((name) => {
      const asked = name === 'id' ? undefined : create?.[name]
      const fixed = asked !== undefined && update !== undefined && !(name in update)
      return [name, attributeOf({ name, hint: hints[name] ?? {}, view: view[name], create: asked, fixed })]
    }),
  )
}
