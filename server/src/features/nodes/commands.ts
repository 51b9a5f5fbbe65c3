import type { NodeRegistration, NodeReport, NodeReportAnswer, RegisterNode } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import { DomainError } from '../../errors.ts'
import { byPort } from './rules.ts'
import { deploymentId, enterReport, touchNode, upsertNode } from './store.ts'

/** Enters a hypervisor, or what changed of it. */
export const registerNode = async (
  ctx: Ctx,
  name: string,
  request: z.output<typeof RegisterNode>,
): Promise<z.input<typeof NodeRegistration>> =>
  await ctx.db.tx(async (tx) => {
    const registeredAt = await upsertNode(tx, { name, encapIp: request.encap_ip, agentVersion: request.agent_version })
    return { deployment: await deploymentId(tx), name, registered_at: registeredAt.toISOString() }
  })

/** Enters which ports a hypervisor has, and tells which of them were deleted. */
export const reportNode = async (
  ctx: Ctx,
  name: string,
  report: z.output<typeof NodeReport>,
): Promise<z.input<typeof NodeReportAnswer>> => {
  const { gone, changed } = await ctx.db.tx(async (tx) => {
    if (!(await touchNode(tx, name))) throw new DomainError('not_found', `node "${name}" is not registered`)
    return await enterReport(tx, name, byPort(report.interfaces))
  })
  if (changed > 0) ctx.notify.changed()
  return { gone }
}
