// Generated from the schema of the provider: change that, and run `npm run gen`.
import { type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource } from '../bindings/elements.ts'

/** How long to wait for each operation. */
export interface NextAvailableIpDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link NextAvailableIpData}. */
export interface NextAvailableIpDataConfig extends TerraformMetaArguments {
  /** Id of the network. */
  readonly network: string
  /** Id of the subnet. Default: the first of the network that has an address free. */
  readonly subnet?: string | undefined
  /** How long to wait for each operation. */
  readonly timeouts?: NextAvailableIpDataTimeoutsConfig | IResolvable | undefined
}

/** An address that a port of a network could be given now. It is not reserved, and may be another one each time that it is read: it is for outputs, checks and preconditions. A port that leaves `fixed_ips` out gets one by itself, and keeps it; one that is made with a previewed address needs `lifecycle { ignore_changes = [fixed_ips] }`, or every plan would move it. */
export class NextAvailableIpData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_next_available_ip'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: NextAvailableIpDataConfig) {
    super(scope, id, { type: 'quantumnet_next_available_ip', config, shape: NextAvailableIpData.shape })
  }
  /** Id of the network. */
  get network(): string {
    return this.getStringAttribute('network')
  }
  /** Id of the subnet. Default: the first of the network that has an address free. */
  get subnet(): string {
    return this.getStringAttribute('subnet')
  }
  /** The address that would be given now. */
  get ip(): string {
    return this.getStringAttribute('ip')
  }
}
