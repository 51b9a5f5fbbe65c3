import { listQuery } from '@quantumnet/api'
import {
  isGiven,
  optional,
  string,
  type Attribute,
  type Attributes,
  type ObjectValue,
  type Value,
} from '../../../framework/index.ts'
import { shapeOf, type Shape } from '../derive/field.ts'
import { kindOf } from '../derive/kind.ts'
import type { ShownKind } from './shown.ts'

/** What a list can be narrowed by: the filters of the API's list, and labels. */

const filtersOf = ({ routes }: ShownKind): Shape =>
  Object.fromEntries(Object.entries(shapeOf(routes.list.query)).filter(([name]) => !(name in listQuery)))

const labelSelector = optional(
  string,
  'Only those with these labels, such as `env=prod,tier!=db,zone in (a,b),zone notin (c),gpu,!spot`.',
)

const words = (name: string): string => `Only those with this \`${name}\`.`

/** @param shown attributes that a filter may narrow; one that is also shown is what it turns out to be */
export const selectorsOf = (of: ShownKind, shown: Attributes): Attributes => {
  const filters = Object.entries(filtersOf(of)).map(([name, schema]): [string, Attribute] => {
    const attribute = shown[name]
    if (attribute !== undefined)
      return [name, { ...attribute, kind: kindOf(schema, {}, undefined), presence: 'optional-computed' }]
    return [name, optional(kindOf(schema, {}, undefined), words(name))]
  })
  return { ...Object.fromEntries(filters), label_selector: labelSelector }
}

/** The query of the list that a configuration asks for. */
export const queryOf = (of: ShownKind, config: ObjectValue): ObjectValue => {
  const names = [...Object.keys(filtersOf(of)), 'label_selector']
  const asked = names.map((name): [string, Value] => [name, config[name] ?? null])
  return Object.fromEntries(asked.filter(([, value]) => isGiven(value)))
}
