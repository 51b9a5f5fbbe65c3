import type { CreateQosPolicy, UpdateQosPolicy } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { liveReferrers } from '../../resource-kit/referrers.ts'
import { lockProject } from '../projects/index.ts'
import { checkLimits, LIMITS, patchedLimits } from './rules.ts'
import { portsOfPolicy, qosPolicies, type QosPolicyRow } from './store.ts'
import { qosPolicyResource as resource, type QosPolicyView } from './view.ts'

/** @throws DomainError */
export const createQosPolicy = async (ctx: Ctx, caller: Caller, request: CreateQosPolicy): Promise<QosPolicyView> => {
  checkLimits(request)
  return await createResource({ ctx, caller, resource }, request, async (tx, made) => {
    const project = await lockProject(tx, caller, request.project)
    const row = await qosPolicies.insert(tx, {
      ...made,
      project_id: project.id,
      egress_max: request.egress_max,
      egress_burst: request.egress_burst,
      ingress_max: request.ingress_max,
      ingress_burst: request.ingress_burst,
      min: request.min,
      dscp: request.dscp,
    })
    return { row, dirty: [{ kind: 'qos_policy', id: row.id }] }
  })
}

const isOfPorts = (changes: Partial<QosPolicyRow>): boolean => LIMITS.some((limit) => limit in changes)

/** Its ports carry it out, so they are dirty before it is: it is applied when they are. */
export const updateQosPolicy = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateQosPolicy,
): Promise<QosPolicyView> =>
  await updateResource(
    { ctx, caller, resource, id },
    {
      wanted: (row) => {
        const limits = patchedLimits(row, patch)
        checkLimits(limits)
        const { name, description, labels } = patch
        return { name, description, labels, ...limits }
      },
      apply: async (tx, _, changes) => [
        ...(isOfPorts(changes) ? await portsOfPolicy(tx, id) : []).map((port) => ({ kind: 'port', id: port }) as const),
        { kind: 'qos_policy', id },
      ],
    },
  )

/** Refused while a port uses it. */
export const deleteQosPolicy = async (ctx: Ctx, caller: Caller, id: string): Promise<QosPolicyView> =>
  await deleteResource(
    { ctx, caller, resource, id },
    { referrers: async (tx) => await liveReferrers(tx, id, { port: 'qos_policy_id' }) },
  )
