import type { Kind, Route } from '@quantumnet/api'
import type * as z from 'zod'
import type {
  Attributes,
  Change,
  Finding,
  Knowns,
  ObjectValue,
  Resource,
  Schema,
  Value,
} from '../../../framework/index.ts'
import type { ApiResource } from '../api-resource.ts'
import { described, id, readOnly } from '../common.ts'
import type { Connection } from '../connection.ts'
import { withStatus, type ShownKind } from '../data/shown.ts'
import { apiResource } from '../crud.ts'
import { endpointOf, type Resource as Answered } from '../endpoint.ts'
import { attributesFrom } from './attributes.ts'
import { bodyFrom } from './body.ts'
import { shapeOf, type KindRoutes, type Shape } from './field.ts'
import { requestFindings } from './findings.ts'
import type { Hints } from './hints.ts'
import { stateFrom } from './state.ts'

/** A kind of resource whose attributes and conversion follow from its routes. */
export interface DerivedKind {
  readonly kind: Kind
  readonly routes: KindRoutes
  /** Markdown. */
  readonly description: string
  readonly hints?: Hints
  /** Fields that the API decides by one another unless it is told: where an update sends one of them, it sends all. */
  readonly together?: readonly string[]
  /** Attributes that Terraform has otherwise than the API; `toBody` and `complete` convert them. */
  readonly own?: Attributes
  /** An attribute that says of what project it is: where it is given, the provider's default project is not for it. */
  readonly projectUnless?: string
  /** What is wrong with a configuration beyond what the API's schema sees. */
  readonly validate?: (config: ObjectValue) => readonly Finding[]
  /** What follows from other attributes, also where nothing else changes: one that is left out again goes back to its default. */
  readonly settle?: (change: Change<Attributes>) => ObjectValue
  readonly toBody?: (body: Readonly<Record<string, unknown>>, values: ObjectValue) => Record<string, unknown>
  /** Corrects a state where the API's answer alone does not make it. */
  readonly complete?: (state: ObjectValue, reference: ObjectValue) => ObjectValue
  /** What the answer to the creation should have told and does not, so that the resource is of no use; undefined: nothing. */
  readonly lost?: (answer: ObjectValue) => string | undefined
}

const STEADY: Hints = { project: { steady: true } }

const COMMON: Hints = {
  name: {
    text: 'Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit.',
  },
  description: { text: 'Free text of at most 1000 characters.' },
  labels: { text: 'Up to 64 labels of your own.' },
}

/** The hints of a kind, with those that hold for every kind. */
export const hintsOf = ({ hints = {} }: Pick<DerivedKind, 'hints'>): Hints => ({ ...STEADY, ...COMMON, ...hints })

/**
 * No attributes of a resource: what it became in OVN (there is a data source of its own for that), which would be unknown with every change; how
 * far it has come and what went through it, which would change the state with every refresh.
 */
const APART: ReadonlySet<string> = new Set(['realization', 'statistics', 'status'])

const without = (shape: Shape, own: Attributes = {}): Shape =>
  Object.fromEntries(Object.entries(shape).filter(([name]) => !APART.has(name) && !(name in own)))

/** All attributes of a kind: those that every resource has are worded once, for all. */
export const attributesOf = (of: DerivedKind): Attributes => {
  const { create, update } = of.routes
  const derived = attributesFrom(
    {
      // The answer to a creation may tell more than any later one.
      view: without(shapeOf(create.answer), of.own),
      create: without(shapeOf(create.body), of.own),
      update: without(shapeOf(update.body), of.own),
    },
    hintsOf(of),
  )
  return { ...derived, ...of.own, ...described, ...readOnly, id }
}

const requestOf = ({ name, body }: Route): z.ZodType => {
  if (body === undefined) throw new Error(`${name} takes no request`)
  return body
}

type Model = ApiResource<Attributes, Answered, object, object>

const conversion = (of: DerivedKind, attributes: Attributes): Pick<Model, 'createBody' | 'updateBody' | 'stateOf'> => {
  const hints = hintsOf(of)
  const toBody = of.toBody ?? ((body: object): object => body)
  const [createShape, updateShape] = [shapeOf(of.routes.create.body), shapeOf(of.routes.update.body)]
  return {
    createBody: (values) => toBody(bodyFrom(createShape, values as ObjectValue, hints), values as ObjectValue),
    updateBody: (values) => toBody(bodyFrom(updateShape, values as ObjectValue, hints), values as ObjectValue),
    stateOf: (view, reference): Knowns<Attributes> => {
      const answer = view as unknown as ObjectValue
      const labels: Value = answer['labels'] ?? {}
      const state: ObjectValue = { ...stateFrom(attributes, answer, hints), labels_all: labels }
      return of.complete?.(state, reference) ?? state
    },
  }
}

/** The kind as data sources show it. */
export const shownKind = (of: DerivedKind): ShownKind => {
  const attributes = attributesOf(of)
  const { stateOf } = conversion(of, attributes)
  return withStatus({
    ...{ kind: of.kind, routes: of.routes, description: of.description, attributes },
    stateOf: (answer) => stateOf(answer as unknown as Answered, {}) as ObjectValue,
  })
}

const modelOf = (of: DerivedKind): Model => {
  const { routes, together = [], toBody } = of
  const hints = hintsOf(of)
  const schema: Schema = { version: 0, description: of.description, attributes: attributesOf(of) }
  return {
    typeName: `quantumnet_${of.kind}`,
    schema,
    endpoint: endpointOf(routes as never),
    ...conversion(of, schema.attributes),
    together: together as never[],
    validate: (config) => [
      ...requestFindings({ schema: requestOf(routes.create), hints, toBody }, config as ObjectValue),
      ...(of.validate?.(config as ObjectValue) ?? []),
    ],
    ...(hints['project']?.fromProvider === true && { projectFromProvider: { unless: of.projectUnless } }),
    ...(of.settle !== undefined && { settle: of.settle }),
    lost: (view) => of.lost?.(view as unknown as ObjectValue),
  }
}

/** The resource that Terraform sees. */
export const derivedResource = (of: DerivedKind): Resource<Connection> => apiResource(modelOf(of))
