import type { Attributes, Drafts, Knowns, Planneds } from './shape.ts'
import type { Call, ChangeCall } from './context.ts'
import type { Finding } from './diagnostics.ts'
import type { Identity } from './identity.ts'
import type { Listing } from './list.ts'
import type { Move } from './move.ts'
import type { Schema } from './schema.ts'
import { limitsOf, timeoutsBlock, type Timeouts } from './timeouts.ts'
import type { ObjectValue } from './value.ts'

/** An update or a create (prior null) in the middle of planning. */
export interface Change<A extends Attributes> {
  readonly config: Drafts<A>
  readonly prior: Knowns<A> | null
  readonly planned: Drafts<A>
}

/**
 * A kind of resource. Operations take and give values of the schema's types, and throw Refusal with words for the user; any other error
 * is reported as the provider's own fault.
 */
export interface Resource<Client, A extends Attributes = Attributes> {
  readonly schema: Schema<A>
  readonly timeouts: Timeouts
  /** From a state of schema version n (its JSON) to one of n+1. */
  readonly upgrades?: Readonly<Record<number, (state: Readonly<Record<string, unknown>>) => Record<string, unknown>>>
  /** Other types that a resource of this one may have been before. */
  readonly moves?: readonly Move[]
  readonly identity?: Identity
  readonly list?: Listing<Client, A>
  /** What is wrong with a configuration as a whole. Anything in it may still be unknown. */
  validate?(config: Drafts<A>): readonly Finding[]
  /**
   * Fills in what follows from the provider's own configuration. Unlike `plan` it is asked also where nothing else changes, because a change of
   * that configuration is one of the resource.
   * @param client undefined while the provider's configuration is not known
   */
  refine?(change: Change<A>, client: Client | undefined): Drafts<A>
  /** Fills in what can be known before apply. Gets and gives plans in which what the provider computes is unknown. */
  plan?(change: Change<A>): Drafts<A>
  /** What the backend would refuse in a planned change, as far as it can tell now. Its private notes are apply's. */
  review?(change: Change<A>, call: Call<Client>): Promise<readonly Finding[]>
  create(planned: Planneds<A>, call: ChangeCall<Client, Planneds<A>, Drafts<A>>): Promise<Knowns<A>>
  /** @returns undefined when the resource is gone */
  read(state: Knowns<A>, call: Call<Client>): Promise<Knowns<A> | undefined>
  update(planned: Planneds<A>, prior: Knowns<A>, call: ChangeCall<Client, Planneds<A>, Drafts<A>>): Promise<Knowns<A>>
  /** Returns when the resource is gone, also when it was gone before. */
  delete(state: Knowns<A>, call: Call<Client>): Promise<void>
  /** What an import id tells of the resource; the rest is read. @throws Refusal for an id that cannot be one */
  importState(id: string): ObjectValue
}

/** Keeps the types of a definition, and forgets them for those who treat all resources alike. */
export const defineResource = <Client, A extends Attributes>(resource: Resource<Client, A>): Resource<Client> =>
  resource

type Described = Pick<Resource<never>, 'schema' | 'timeouts'>

const described = new WeakMap<Described, Attributes>()

/** All attributes of a resource: its own, and the block of time limits. The same object each time, since every operation begins with it. */
export const attributesOf = (resource: Described): Attributes => {
  const known = described.get(resource)
  if (known !== undefined) return known
  const attributes: Attributes = {
    ...resource.schema.attributes,
    timeouts: timeoutsBlock(limitsOf(resource.timeouts)),
  }
  described.set(resource, attributes)
  return attributes
}
