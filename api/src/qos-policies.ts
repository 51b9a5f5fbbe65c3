import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { ProjectId, QosPolicyId, Text } from './fields.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

/** OVN takes rates and bursts as unsigned integers of 32 bits. */
const MOST = 4_294_967_295
/** One packet of the largest MTU that a network can have (8942 bytes): with less, such packets would never pass. */
export const SMALLEST_BURST = 72

const Rate = z.int().min(1).max(MOST)
const Burst = z.int().min(SMALLEST_BURST).max(MOST)

const view = {
  egress_max: Rate.nullable().describe('kbit/s at most from the VM; null: no limit'),
  egress_burst: Burst.nullable().describe('kbit that may pass at once above egress_max'),
  ingress_max: Rate.nullable().describe('kbit/s at most to the VM; null: no limit'),
  ingress_burst: Burst.nullable().describe('kbit that may pass at once above ingress_max'),
  min: Rate.nullable().describe(
    'kbit/s to the VM that it gets also when the hypervisor’s link is full, where the interface has a queue for it; null: no guarantee',
  ),
  dscp: z
    .int()
    .min(0)
    .max(63)
    .nullable()
    .describe('mark of the packets from the VM (RFC 2474); null: as the VM marks them'),
}

const BURST_DEFAULT = 'default, also by null: what passes in a quarter of a second, and at least 72 kbit'

const input = {
  egress_max: view.egress_max,
  egress_burst: view.egress_burst.describe(`kbit that may pass at once above egress_max; ${BURST_DEFAULT}`),
  ingress_max: view.ingress_max,
  ingress_burst: view.ingress_burst.describe(`kbit that may pass at once above ingress_max; ${BURST_DEFAULT}`),
  min: view.min,
  dscp: view.dscp,
}

/** Limits, a guarantee and a mark for the traffic of the ports that name it. */
export const QosPolicy = z
  .object({ id: QosPolicyId, project: ProjectId, ...commonView, ...view })
  .meta({ id: 'QosPolicy' })
/** A QoS policy as the API answers it. */
export type QosPolicy = z.infer<typeof QosPolicy>

/** What a QoS policy is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateQosPolicy = z
  .strictObject({
    id: QosPolicyId.optional(),
    project: ProjectId,
    ...commonCreate,
    egress_max: input.egress_max.default(null),
    egress_burst: input.egress_burst.default(null),
    ingress_max: input.ingress_max.default(null),
    ingress_burst: input.ingress_burst.default(null),
    min: input.min.default(null),
    dscp: input.dscp.default(null),
  })
  .meta({ id: 'CreateQosPolicy' })
/** A request for a QoS policy, with its defaults filled in. */
export type CreateQosPolicy = z.infer<typeof CreateQosPolicy>

/** What of a QoS policy may change. A field that is left out stays as it is. */
export const UpdateQosPolicy = z
  .strictObject({
    ...commonUpdate,
    egress_max: input.egress_max.optional(),
    egress_burst: input.egress_burst.optional(),
    ingress_max: input.ingress_max.optional(),
    ingress_burst: input.ingress_burst.optional(),
    min: input.min.optional(),
    dscp: input.dscp.optional(),
  })
  .meta({ id: 'UpdateQosPolicy' })
/** A change of a QoS policy. */
export type UpdateQosPolicy = z.infer<typeof UpdateQosPolicy>

/** Create, read, list, change and delete QoS policies. */
export const qosPolicyRoutes = resourceRoutes({
  kind: 'qos_policy',
  plural: 'qos_policies',
  write: 'operator',
  tag: 'QoS policies',
  id: QosPolicyId,
  view: QosPolicy,
  create: CreateQosPolicy,
  update: UpdateQosPolicy,
  filters: { project: ProjectId.optional(), name: Text.optional() },
  errors: { create: ['name_taken'], update: ['name_taken'], delete: [] },
  examples: {
    view: {
      ...{ id: exampleIds.qos_policy, project: exampleIds.project, ...exampleCommon('bronze') },
      ...{ egress_max: 100_000, egress_burst: 25_000, ingress_max: 100_000, ingress_burst: 50_000 },
      ...{ min: null, dscp: 8 },
    },
    create: {
      ...{ project: exampleIds.project, name: 'bronze', egress_max: 100_000 },
      ...{ ingress_max: 100_000, ingress_burst: 50_000, dscp: 8 },
    },
    update: { egress_max: 200_000 },
  },
})
