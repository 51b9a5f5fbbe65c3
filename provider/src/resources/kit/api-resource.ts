import type { Attributes, Change, Drafts, Finding, Knowns, ObjectValue, Schema } from '../../framework/index.ts'
import type { Connection } from './connection.ts'
import type { Deadline } from './deadline.ts'
import type { Endpoint, Resource } from './endpoint.ts'

/** A kind of resource of QuantumNet: its attributes, its routes, and the conversion between the two. */
export interface ApiResource<A extends Attributes, View extends Resource, Create, Update> {
  readonly typeName: string
  readonly schema: Schema<A>
  readonly endpoint: Endpoint<View, Create, Update>
  /** A create request; what is null or unknown is left out, so that the API decides. */
  createBody(values: Drafts<A>): Create
  /** All that an update may change. Only what differs between plan and state is sent. */
  updateBody(values: Drafts<A>): Update
  /** Fields that the API decides by one another unless it is told: where an update sends one of them, it sends all. */
  readonly together?: readonly (keyof Update)[]
  /** @param reference the plan, or the state before: what the API does not answer is taken from it */
  stateOf(view: View, reference: ObjectValue): Knowns<A>
  /** What is wrong with a configuration, by the API's own schema and beyond it. */
  validate(config: Drafts<A>): readonly Finding[]
  /** The project that it belongs to may be left to the provider's configuration, unless this attribute is given. */
  readonly projectFromProvider?: { readonly unless: string | undefined }
  /** What follows from other attributes, also where nothing else changes. */
  settle?(change: Change<A>): Drafts<A>
  /** What the answer to the creation should have told and does not, so that the resource is of no use; undefined: nothing. */
  lost?(view: View): string | undefined
  /** Fills in what the API would decide. */
  plan?(change: Change<A>): Drafts<A>
  /** Looks up what a planned change refers to. */
  review?(change: Change<A>, connection: Connection, deadline: Deadline): Promise<readonly Finding[]>
}
