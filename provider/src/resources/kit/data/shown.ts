import type { Kind as KindName } from '@quantumnet/api'
import {
  computed,
  int,
  object,
  objectList,
  string,
  type Attribute,
  type Attributes,
  type Kind,
  type ObjectValue,
  type Schema,
} from '../../../framework/index.ts'
import { shapeOf, type KindRoutes } from '../derive/field.ts'

/** A kind of resource as data sources show it. */
export interface ShownKind {
  readonly kind: KindName
  readonly routes: KindRoutes
  /** Markdown. */
  readonly description: string
  /** of the resource, and what only those who ask for it want to know */
  readonly attributes: Attributes
  readonly stateOf: (answer: ObjectValue) => ObjectValue
}

interface Written {
  readonly kind: KindName
  readonly routes: KindRoutes
  readonly schema: Schema
  /** as its resource turns answers into states */
  readonly stateOf: (view: never) => unknown
}

const condition = {
  type: computed(string, 'What holds, such as `ApplyFailed`.'),
  reason: computed(string, 'Why, in one stable word.'),
  message: computed(string, 'The same for people.'),
  since: computed(string, 'When it began (RFC 3339).'),
}

const status = {
  state: computed(string, '`pending`, `applied`, `realized`, `error` or `deleting`.'),
  applied_generation: computed(int, 'The newest generation that is in OVN.'),
  realized_generation: computed(int, 'The newest generation that is on the hypervisors.'),
  conditions: computed(objectList(condition), 'What a person may want to know: errors, and what it waits for.'),
}

/**
 * How far a change has come. No part of a resource's state: it goes on by itself after an apply, so that every refresh would find the resource
 * changed.
 */
export const withStatus = (of: ShownKind): ShownKind => ({
  ...of,
  attributes: { ...of.attributes, status: computed(object(status), 'How far the newest generation has come.') },
  stateOf: (answer) => ({ ...of.stateOf(answer), status: answer['status'] ?? null }),
})

/** A kind whose attributes and conversion are written by hand. */
export const shownBy = ({ kind, routes, schema, stateOf }: Written): ShownKind =>
  withStatus({
    ...{ kind, routes, description: schema.description, attributes: schema.attributes },
    stateOf: (answer) => stateOf(answer as never) as ObjectValue,
  })

const computedKind = (kind: Kind): Kind =>
  kind.nested === undefined
    ? kind
    : { ...kind, nested: { ...kind.nested, attributes: computedAttributes(kind.nested.attributes) } }

/** An attribute that is only read: what it would be by default says nothing of what it is. */
const computedAttribute = ({ kind, description, sensitive }: Attribute): Attribute => ({
  kind: computedKind(kind),
  presence: 'computed',
  description: description.replace(/ (?:Default|Left out):? .*?\.(?= [A-Z`]|$)/g, ''),
  ...(sensitive === true && { sensitive }),
})

const computedAttributes = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([, { unanswered }]) => unanswered !== true)
      .map(([name, attribute]) => [name, computedAttribute(attribute)]),
  )

/** What reading a resource tells of it. */
export const shownAttributes = ({ attributes, routes }: ShownKind): Attributes => {
  const answered = shapeOf(routes.get.answer)
  const told = Object.entries(attributes).filter(
    ([name]) => name in answered || !(name in shapeOf(routes.create.answer)),
  )
  // What of its labels is a default of some provider's configuration, the API does not know.
  return computedAttributes(Object.fromEntries(told.filter(([name]) => name !== 'labels_all')))
}
