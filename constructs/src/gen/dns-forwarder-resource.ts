// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundResource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface DnsForwarderResourceTimeoutsConfig {
  /** How long to wait for create, such as "90s" or "10m". Default: 5m. */
  readonly create?: string | undefined
  /** How long to wait for update, such as "90s" or "10m". Default: 5m. */
  readonly update?: string | undefined
  /** How long to wait for delete, such as "90s" or "10m". Default: 10m. */
  readonly delete?: string | undefined
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link DnsForwarderResource}. */
export interface DnsForwarderResourceConfig extends TerraformMetaArguments {
  /** Id of the network. */
  readonly network: string
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  readonly name: string
  /** Free text of at most 1000 characters. */
  readonly description?: string | undefined
  /** Up to 64 labels of your own. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Names within it are asked there. Left out: all names that no zone and no other forwarder has. */
  readonly domain?: string | undefined
  /** Up to 8 addresses with an optional port, asked in this order: the next one when one does not answer. */
  readonly servers: readonly string[]
  /** How long to wait for each operation. */
  readonly timeouts?: DnsForwarderResourceTimeoutsConfig | IResolvable | undefined
}

/** Where a network asks for names that are not of the deployment. Zones of the project come before any forwarder; of several the one with the longest domain is asked. */
export class DnsForwarderResource extends BoundResource {
  static readonly tfResourceType = 'quantumnet_dns_forwarder'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: DnsForwarderResourceConfig) {
    super(scope, id, { type: 'quantumnet_dns_forwarder', config, shape: DnsForwarderResource.shape })
  }
  /** UUID of the resource. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** Id of the project. */
  get project(): string {
    return this.getStringAttribute('project')
  }
  /** Id of the network. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** Free text of at most 1000 characters. */
  get description(): string {
    return this.getStringAttribute('description')
  }
  /** Up to 64 labels of your own. */
  get labels(): Record<string, string> {
    return this.getStringMapAttribute('labels')
  }
  /** Grows by one with every change. */
  get generation(): number {
    return this.getNumberAttribute('generation')
  }
  /** When it was created (RFC 3339). */
  get createdAt(): string {
    return this.getStringAttribute('created_at')
  }
  /** When it was last changed (RFC 3339). */
  get updatedAt(): string {
    return this.getStringAttribute('updated_at')
  }
  /** Names within it are asked there. Left out: all names that no zone and no other forwarder has. */
  get domain(): string {
    return this.getStringAttribute('domain')
  }
  /** Up to 8 addresses with an optional port, asked in this order: the next one when one does not answer. */
  get servers(): string[] {
    return this.getListAttribute('servers')
  }
  /** Its labels together with the provider's `default_labels`. */
  get labelsAll(): Record<string, string> {
    return this.getStringMapAttribute('labels_all')
  }
}
