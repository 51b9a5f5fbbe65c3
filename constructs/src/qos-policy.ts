import { CreateQosPolicy } from '@quantumnet/api'
import { Construct } from 'constructs'
import { QosPolicyResource } from './gen/qos-policy-resource.ts'
import { checked, refuse } from './kit/check.ts'
import { RESOURCE, type CommonProps } from './kit/common.ts'
import type { IProject, IQosPolicy } from './references.ts'

/** What a {@link QosPolicy} is made from. */
export interface QosPolicyProps extends CommonProps {
  /** The tenant that owns it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** kbit/s at most from the VM. Default: no limit. */
  readonly egressMax?: number | undefined
  /** kbit that may pass at once above `egressMax`. Default: what passes in a quarter of a second. */
  readonly egressBurst?: number | undefined
  /** kbit/s at most to the VM. Default: no limit. */
  readonly ingressMax?: number | undefined
  /** kbit that may pass at once above `ingressMax`. Default: what passes in a quarter of a second. */
  readonly ingressBurst?: number | undefined
  /** kbit/s to the VM that it gets also on a full link. Default: no guarantee. */
  readonly min?: number | undefined
  /** Mark of the packets from the VM, 0 to 63 (RFC 2474). Default: as the VM marks them. */
  readonly dscp?: number | undefined
}

/** Limits, a guarantee and a mark for the traffic of the ports that name it. */
export class QosPolicy extends Construct implements IQosPolicy {
  /** The binding that it becomes. */
  readonly resource: QosPolicyResource

  /** @throws Error when a value is not what the API takes, and for a burst without the limit that it is above */
  constructor(scope: Construct, id: string, props: QosPolicyProps) {
    super(scope, id)
    const { project, ...own } = props
    this.#checkBurst('egress', props.egressMax, props.egressBurst)
    this.#checkBurst('ingress', props.ingressMax, props.ingressBurst)
    const config = { ...own, name: props.name ?? id, project: project?.projectId }
    this.resource = new QosPolicyResource(this, RESOURCE, checked(this, CreateQosPolicy, QosPolicyResource, config))
  }

  #checkBurst(direction: string, max: number | undefined, burst: number | undefined): void {
    if (burst === undefined || max !== undefined) return
    refuse(
      this,
      `${direction}Burst is ${String(burst)}, but there is no ${direction}Max above which it may pass: give that too, or leave it out`,
    )
  }

  /** A policy that is made elsewhere. */
  static fromQosPolicyId(qosPolicyId: string): IQosPolicy {
    return { qosPolicyId }
  }

  get qosPolicyId(): string {
    return this.resource.id
  }
}
