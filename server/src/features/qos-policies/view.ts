import type { QosPolicy } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { burstOf } from './rules.ts'
import { qosPolicies, type QosPolicyRow } from './store.ts'

export type QosPolicyView = z.input<typeof QosPolicy>

export const qosPolicyResource: Resource<QosPolicyRow, QosPolicyView> = {
  kind: 'qos_policy',
  table: qosPolicies,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    egress_max: row.egress_max,
    egress_burst: burstOf(row.egress_max, row.egress_burst),
    ingress_max: row.ingress_max,
    ingress_burst: burstOf(row.ingress_max, row.ingress_burst),
    min: row.min,
    dscp: row.dscp,
  }),
}
