import type { Call } from './context.ts'
import type { Finding } from './diagnostics.ts'
import type { Schema } from './schema.ts'
import type { Attributes, Drafts, Knowns } from './shape.ts'

/** One that exists. */
export interface Listed<A extends Attributes = Attributes> {
  /** for people */
  readonly displayName: string
  /** as reading it would give it */
  readonly state: Knowns<A>
}

/** Finds what exists of a kind of resource, for `terraform query` (Terraform 1.14). The resource needs an identity for it. */
export interface Listing<Client, A extends Attributes = Attributes, C extends Attributes = Attributes> {
  /** of the `config` block */
  readonly schema: Schema<C>
  /** What is wrong with a configuration as a whole. Anything in it may still be unknown. */
  validate?(config: Drafts<C>): readonly Finding[]
  /** One after the other, so that whoever wants ten is not made to wait for all. @throws Refusal */
  items(config: Drafts<C>, call: Call<Client>): AsyncIterable<Listed<A>>
}

/** Keeps the types of a definition, and forgets those of its configuration. */
export const defineListing = <Client, A extends Attributes, C extends Attributes>(
  listing: Listing<Client, A, C>,
): Listing<Client, A> => listing
