// Generated from the schema of the provider: change that, and run `npm run gen`.
import { ComplexObject, type IResolvable, type TerraformMetaArguments } from 'cdktf'
import type { Construct } from 'constructs'
import { BoundDataSource, ObjectList } from '../bindings/elements.ts'

/** The rows in OVN; none while it is not there yet. */
export class RealizationDataRows extends ComplexObject {
  /** For example `Logical_Switch_Port`. */
  get table(): string {
    return this.getStringAttribute('table')
  }
  /** Its name, where it has one. */
  get name(): string {
    return this.getStringAttribute('name')
  }
  /** UUID of the row. */
  get uuid(): string {
    return this.getStringAttribute('uuid')
  }
}

/** How long to wait for each operation. */
export interface RealizationDataTimeoutsConfig {
  /** How long to wait for read, such as "90s" or "10m". Default: 1m. */
  readonly read?: string | undefined
}

/** Configuration of a {@link RealizationData}. */
export interface RealizationDataConfig extends TerraformMetaArguments {
  /** What it is, such as `port` or `security_group`. */
  readonly kind: string
  /** Its id. */
  readonly id: string
  /** How long to wait for each operation. */
  readonly timeouts?: RealizationDataTimeoutsConfig | IResolvable | undefined
}

/** What a resource became in OVN, row by row. For operators of its project. */
export class RealizationData extends BoundDataSource {
  static readonly tfResourceType = 'quantumnet_realization'
  static readonly shape = { timeouts: {} }

  constructor(scope: Construct, id: string, config: RealizationDataConfig) {
    super(scope, id, { type: 'quantumnet_realization', config, shape: RealizationData.shape })
  }
  /** What it is, such as `port` or `security_group`. */
  get kind(): string {
    return this.getStringAttribute('kind')
  }
  /** Its id. */
  get id(): string {
    return this.getStringAttribute('id')
  }
  /** The rows in OVN; none while it is not there yet. */
  get rows(): ObjectList<RealizationDataRows> {
    return new ObjectList(this, 'rows', RealizationDataRows)
  }
}
