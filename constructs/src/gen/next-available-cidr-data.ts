// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface NextAvailableCidrDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link NextAvailableCidrData}. */
export interface NextAvailableCidrDataConfig extends TerraformMetaArguments {
  /** Id of the network that the subnet would be in. */
  readonly network: string
  /** Id of the pool that it would be carved from. */
  readonly pool: string
  /** Length of its prefix. Default: the pool's. */
  readonly prefixLength?: number | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: NextAvailableCidrDataTimeoutsConfig | IResolvable | undefined
}

/** The block that the next subnet of a pool would get. It is not reserved, and another one as soon as something has it: it is for outputs, checks and preconditions. A subnet with `pool` and `prefix_length` gets such a block by itself, and keeps it; one that has it as its `cidr` does not take it from the pool. */
export class NextAvailableCidrData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_next_available_cidr'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: NextAvailableCidrDataConfig) {
    super(scope, id, { type: 'quantumnet_next_available_cidr', config, shape: NextAvailableCidrData.shape })
  }
  /** Id of the network that the subnet would be in. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the pool that it would be carved from. */
  get pool(): string {
    return this.getStringAttribute('pool')
  }
  /** Length of its prefix. Default: the pool's. */
  get prefixLength(): number {
    return this.getNumberAttribute('prefix_length')
  }
  /** The block that a subnet would get now. */
  get cidr(): string {
    return this.getStringAttribute('cidr')
  }
}
