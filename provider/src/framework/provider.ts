import type { Attributes, Drafts } from './shape.ts'
import type { Finding } from './diagnostics.ts'
import type { DataSource } from './data-source.ts'
import type { EphemeralResource } from './ephemeral.ts'
import type { ProviderFunction } from './function.ts'
import type { Resource } from './resource.ts'
import type { Schema } from './schema.ts'

/** A provider: how it is configured, and the resources and data sources that it has by type name. */
export interface Provider<Client = unknown, A extends Attributes = Attributes> {
  /** the last part of its source address */
  readonly name: string
  readonly version: string
  readonly schema: Schema<A>
  validate?(config: Drafts<A>): readonly Finding[]
  /**
   * Makes the client that operations use. Connects to nothing: a plan may be made while the backend does not exist yet.
   * @returns undefined when the configuration is not known yet
   * @throws Refusal
   */
  configure(config: Drafts<A>, terraformVersion: string): Client | undefined
  readonly resources: Readonly<Record<string, Resource<Client>>>
  readonly dataSources?: Readonly<Record<string, DataSource<Client>>>
  readonly ephemerals?: Readonly<Record<string, EphemeralResource<Client>>>
  readonly functions?: Readonly<Record<string, ProviderFunction>>
}

/** Keeps the types of a definition, and forgets them for those who serve it. */
export const defineProvider = <Client, A extends Attributes>(provider: Provider<Client, A>): Provider => provider
