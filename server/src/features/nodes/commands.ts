import type { NodeRegistration, NodeReport, NodeReportAnswer, RegisterNode, UpdateNode } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import { record } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { differences } from '../../resource-kit/changes.ts'
import { commit } from '../../resource-kit/commit.ts'
import { gatewayKeys } from '../routers/index.ts'
import { noteUnreadable } from '../unreadable-matches/index.ts'
import { requireService, requireSpeaker } from './access.ts'
import { ensureNode, lockNode, nodes, touchNode, type NodeRow } from './registry.ts'
import { byPort } from './rules.ts'
import { deploymentId, enterReport } from './store.ts'
import { fullView, type NodeView } from './view.ts'

/** Writes what differs of a node, and records it. Gives the row as it is then. */
const change = async (
  tx: Tx,
  {
    ctx,
    caller,
    row,
    isNew,
  }: { readonly ctx: Ctx; readonly caller: Caller; readonly row: NodeRow; readonly isNew: boolean },
  wanted: Partial<NodeRow>,
): Promise<NodeRow> => {
  const changes = differences(row, wanted)
  if (Object.keys(changes).length === 0 && !isNew) return row
  if (Object.keys(changes).length > 0) await nodes.update(tx, row.id, changes, { realized: true })
  const changed = (await nodes.find(tx, row.id)) ?? row
  await record(tx, caller, {
    kind: 'node',
    id: row.id,
    action: isNew ? 'create' : 'update',
    project: null,
    dirty: changes.gateway === undefined ? [] : await gatewayKeys(tx, { name: row.name, gateway: true }),
    before: isNew ? undefined : fullView(row, ctx.clock),
    after: fullView(changed, ctx.clock),
  })
  return changed
}

/** Enters a hypervisor, or what changed of it. @throws DomainError forbidden, invalid_state */
export const registerNode = async (
  ctx: Ctx,
  caller: Caller,
  name: string,
  request: z.output<typeof RegisterNode>,
): Promise<z.input<typeof NodeRegistration>> => {
  requireSpeaker(caller, name)
  const { encap_ip: encapIp, agent_version: agentVersion, versions = {} } = request
  return await commit(ctx, caller, {}, async (tx) => {
    const isNew = await ensureNode(tx, name, encapIp, agentVersion)
    requireService(name, await touchNode(tx, name))
    const row = await lockNode(tx, name)
    if (row === undefined) throw new Error('a node that was entered just now is gone')
    await change(
      tx,
      { ctx, caller, row, isNew },
      {
        encap_ip: encapIp,
        agent_version: agentVersion,
        ...(request.bridge_mappings && { bridge_mappings: request.bridge_mappings }),
        ...(request.gateway !== undefined && { gateway: request.gateway }),
        ...(versions.ovs !== undefined && { ovs_version: versions.ovs }),
        ...(versions.ovn !== undefined && { ovn_version: versions.ovn }),
      },
    )
    return { deployment: await deploymentId(tx), name, registered_at: row.registered_at.toISOString() }
  })
}

/** Changes what people say of a hypervisor. @throws DomainError not_found, precondition_failed */
export const updateNode = async (
  ctx: Ctx,
  caller: Caller,
  name: string,
  { description, labels }: z.output<typeof UpdateNode>,
): Promise<NodeView> =>
  await commit(ctx, caller, {}, async (tx) => {
    const row = await lockNode(tx, name)
    if (row === undefined) throw new DomainError('not_found', `there is no hypervisor "${name}"`)
    caller.requireMatch(row.generation)
    const wanted = { ...(description !== undefined && { description }), ...(labels && { labels }) }
    return fullView(await change(tx, { ctx, caller, row, isNew: false }, wanted), ctx.clock)
  })

/** Enters which ports a hypervisor has, and tells which of them were deleted. @throws DomainError not_found, forbidden, invalid_state */
export const reportNode = async (
  ctx: Ctx,
  caller: Caller,
  name: string,
  report: z.output<typeof NodeReport>,
): Promise<z.input<typeof NodeReportAnswer>> => {
  requireSpeaker(caller, name)
  // Not by `commit`: a report that changes nothing, which most do, wakes nobody.
  const { gone, changed } = await ctx.db.tx(async (tx) => {
    requireService(name, await touchNode(tx, name))
    const entered = await enterReport(tx, name, byPort(report.interfaces))
    const { unreadable_matches: unreadable } = report
    const noted = unreadable !== undefined && (await noteUnreadable(tx, name, unreadable, ctx.clock()))
    return { gone: entered.gone, changed: entered.changed > 0 || noted }
  })
  if (changed) ctx.notify.changed()
  return { gone }
}
