import type { NodeState } from '@quantumnet/api'
import { DomainError } from '../../errors.ts'
import type { Ctx } from '../../ctx.ts'
import { record } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { Turn } from '../../housekeeping/housekeeping.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { commit } from '../../resource-kit/commit.ts'
import { inUse } from '../../resource-kit/refusals.ts'
import {
  drainProgress,
  advanceOperation,
  beginOperation,
  findLastOperation,
  lockRunningOperations,
  operationView,
  type OperationRow,
} from '../operations/index.ts'
import { gatewayKeys } from '../routers/index.ts'
import { noteUnreadable } from '../unreadable-matches/index.ts'
import { noSuchNode } from './access.ts'
import {
  countPorts,
  findNode,
  lockNode,
  lockRunningDrains,
  nodeReferrers,
  setService,
  type NodeRow,
} from './registry.ts'
import { nodeState } from './rules.ts'
import { fullView, type NodeView } from './view.ts'

/** Nodes in and out of service, and the operations that follow from it. */

type OperationAnswer = ReturnType<typeof operationView>

const lockOrRefuse = async (tx: Tx, name: string): Promise<NodeRow> => {
  const row = await lockNode(tx, name)
  if (row === undefined) throw noSuchNode(name)
  return row
}

const changeService = async (
  tx: Tx,
  { ctx, caller, row }: { readonly ctx: Pick<Ctx, 'clock'>; readonly caller: Caller; readonly row: NodeRow },
  service: NodeRow['service'],
): Promise<NodeRow> => {
  const changed = await setService(tx, row.id, service)
  const [before, after] = [fullView(row, ctx.clock), fullView(changed, ctx.clock)]
  const dirty = await gatewayKeys(tx, row)
  await record(tx, caller, { kind: 'node', id: row.id, action: 'update', project: null, before, after, dirty })
  return changed
}

const begin = async (
  tx: Tx,
  caller: Caller,
  row: NodeRow,
  { action, total }: { readonly action: OperationRow['action']; readonly total: number },
): Promise<OperationRow> => {
  const target = { kind: 'node', id: row.id, name: row.name } as const
  return await beginOperation(tx, { action, project: null, target, total, by: caller.tokenId })
}

const endAll = async (tx: Tx, node: string, state: 'succeeded' | 'cancelled'): Promise<void> => {
  for (const operation of await lockRunningOperations(tx, node)) await advanceOperation(tx, operation, { state })
}

/** Takes a node out of service; asked for twice it is the same as once. @throws DomainError not_found, invalid_state */
export const drainNode = async (ctx: Ctx, caller: Caller, name: string): Promise<OperationAnswer> =>
  await commit(ctx, caller, {}, async (tx) => {
    const row = await lockOrRefuse(tx, name)
    if (row.service === 'decommissioned')
      throw new DomainError('invalid_state', `hypervisor "${name}" is decommissioned: there is nothing to drain`)
    const before = row.service === 'draining' ? await findLastOperation(tx, row.id, 'drain') : undefined
    if (before !== undefined) return operationView(before)
    await changeService(tx, { ctx, caller, row }, 'draining')
    const left = await countPorts(tx, name)
    const operation = await begin(tx, caller, row, { action: 'drain', total: left })
    return operationView(await advanceOperation(tx, operation, drainProgress(left, left)))
  })

/** Puts a node into service again, and ends what was to take it out. @throws DomainError not_found */
export const undrainNode = async (ctx: Ctx, caller: Caller, name: string): Promise<NodeView> =>
  await commit(ctx, caller, {}, async (tx) => {
    const row = await lockOrRefuse(tx, name)
    await endAll(tx, row.id, 'cancelled')
    const changed = row.service === 'in_service' ? row : await changeService(tx, { ctx, caller, row }, 'in_service')
    return fullView(changed, ctx.clock)
  })

/** Takes a node out for good. @throws DomainError not_found, in_use with the ports that are on it */
export const decommissionNode = async (ctx: Ctx, caller: Caller, name: string): Promise<OperationAnswer> =>
  await commit(ctx, caller, {}, async (tx) => {
    const row = await lockOrRefuse(tx, name)
    const before = row.service === 'decommissioned' ? await findLastOperation(tx, row.id, 'decommission') : undefined
    if (before !== undefined) return operationView(before)
    const referrers = await nodeReferrers(tx, name)
    if (referrers.length > 0) throw inUse('node', name, referrers)
    await endAll(tx, row.id, 'succeeded')
    await noteUnreadable(tx, name, [], ctx.clock())
    await changeService(tx, { ctx, caller, row }, 'decommissioned')
    return operationView(await begin(tx, caller, row, { action: 'decommission', total: 1 }))
  })

/** What cancelling an operation of a node takes back: the node is in service again. In the transaction that ends the operation. */
export const cancelService = async (
  tx: Tx,
  by: { readonly ctx: Pick<Ctx, 'clock'>; readonly caller: Caller },
  name: string,
): Promise<void> => {
  const row = await lockOrRefuse(tx, name)
  if (row.service !== 'in_service') await changeService(tx, { ...by, row }, 'in_service')
}

/** Brings the drains that run to where the ports are. A job of the house. */
export const followDrains = async (tx: Tx): Promise<Turn> => {
  let changed = false
  for (const { operation, left } of await lockRunningDrains(tx)) {
    const next = drainProgress(operation.total, left)
    if (next.done === operation.done && next.total === operation.total && next.state === 'running') continue
    await advanceOperation(tx, operation, next)
    changed = true
  }
  return { more: false, changed }
}

/** The state of a node that a request names; undefined when there is none. Until the end of the transaction it stays in or out of service. */
export const shareNodeState = async (
  tx: Tx,
  ctx: Pick<Ctx, 'clock'>,
  name: string,
): Promise<{ readonly state: NodeState } | undefined> => {
  const row = await findNode(tx, name, 'for share of t')
  return row && { state: nodeState(row, ctx.clock()) }
}
