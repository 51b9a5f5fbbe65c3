import type { z } from 'zod'
import type { Attributes, Change, Drafts, Finding, Knowns, Schema } from '../../framework/index.ts'
import type { Connection } from './connection.ts'
import type { Deadline } from './deadline.ts'
import type { Endpoint, Resource } from './endpoint.ts'

/** A kind of resource of QuantumNet: its attributes, its routes, and the conversion between the two. */
export interface ApiResource<A extends Attributes, View extends Resource, Create, Update> {
  readonly typeName: string
  readonly schema: Schema<A>
  readonly endpoint: Endpoint<View, Create, Update>
  /** what the API checks a create request by */
  readonly createSchema: z.ZodType
  /** A create request; what is null or unknown is left out, so that the API decides. */
  createBody(values: Drafts<A>): Create
  /** All that an update may change. Only what differs between plan and state is sent. */
  updateBody(values: Drafts<A>): Update
  /** Fields that the API decides by one another unless it is told: where an update sends one of them, it sends all. */
  readonly together?: readonly (keyof Update)[]
  stateOf(view: View): Knowns<A>
  /** What is wrong beyond what the API's schema sees. */
  validate?(config: Drafts<A>): readonly Finding[]
  /** Fills in what the API would decide. */
  plan?(change: Change<A>): Drafts<A>
  /** Looks up what a planned change refers to. */
  review?(change: Change<A>, connection: Connection, deadline: Deadline): Promise<readonly Finding[]>
}
