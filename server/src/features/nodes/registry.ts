import type { Referrer } from '@quantumnet/api'
import type { Queryable, Tx } from '../../db/pool.ts'
import { MOST_REFERRERS } from '../../resource-kit/refusals.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'
import type { OperationRow } from '../operations/index.ts'
import type { NodeFacts } from './rules.ts'

export interface NodeRow extends ResourceRow, NodeFacts {
  readonly encap_ip: string
  readonly agent_version: string
  readonly ovs_version: string | null
  readonly ovn_version: string | null
  readonly bridge_mappings: Readonly<Record<string, string>>
  readonly gateway: boolean
  readonly registered_at: Date
}

/** Ports that a node has, or that may be nowhere else. */
const portsOn = (node: string): string =>
  `port p where p.deleting_at is null and (p.binding_node = ${node} or p.node = ${node})`

/** Counted only where it matters, so that a list of all nodes stays cheap. */
const PORTS = `case when t.service = 'draining' then (select count(*) from ${portsOn('t.name')}) else 0 end`

/** Hypervisors. */
export const nodes = new ResourceTable<NodeRow>('node', { columns: `${PORTS} as ports` })

const SELECT = `select t.*, ${PORTS} as ports from node t`

/** A node by its name. @param lock how it is locked, if it is to be */
export const findNode = async (
  db: Queryable,
  name: string,
  lock: '' | 'for share of t' | 'for no key update of t' = '',
): Promise<NodeRow | undefined> => {
  const [row] = await db.query<NodeRow>(`${SELECT} where t.name = $1 ${lock}`, [name], `node_by_name ${lock}`)
  return row
}

/** Locked as a deletion would be: reports, which bind ports, wait for it. */
export const lockNode = async (tx: Tx, name: string): Promise<NodeRow | undefined> =>
  await findNode(tx, name, 'for no key update of t')

export const setService = async (tx: Tx, id: string, service: NodeRow['service']): Promise<NodeRow> => {
  await tx.query(
    `update node set service = $2, updated_at = now(), generation = generation + 1,
       applied_generation = generation + 1, realized_generation = generation + 1 where id = $1`,
    [id, service],
  )
  const row = await nodes.find(tx, id)
  if (row === undefined) throw new Error('a locked node is gone')
  return row
}

/** Enters a node that nobody knows; does nothing when there is one of this name. */
export const ensureNode = async (tx: Tx, name: string, encapIp: string, agentVersion: string): Promise<boolean> => {
  const rows = await tx.query(
    'insert into node (name, encap_ip, agent_version) values ($1, $2, $3) on conflict (name) do nothing returning name',
    [name, encapIp, agentVersion],
  )
  return rows.length > 0
}

/** Notes that a node was heard of, and gives whether it is in service; undefined when nobody registered it. */
export const touchNode = async (tx: Tx, name: string): Promise<NodeRow['service'] | undefined> => {
  const [row] = await tx.query<Pick<NodeRow, 'service'>>(
    'update node set seen_at = now() where name = $1 returning service',
    [name],
    'touch_node',
  )
  return row?.service
}

export const countPorts = async (tx: Tx, name: string): Promise<number> => {
  const [row] = await tx.query<{ count: number }>(`select count(*) as count from ${portsOn('$1')}`, [name])
  return row?.count ?? 0
}

/** The ports that keep a node from being decommissioned. */
export const nodeReferrers = async (tx: Tx, name: string): Promise<Referrer[]> =>
  await tx.query<Referrer>(
    `select 'port' as kind, p.id, p.name from ${portsOn('$1')} order by p.created_at, p.id limit ${String(MOST_REFERRERS)}`,
    [name],
  )

/** The drains that run, and how many ports they wait for. What somebody else has locked is left for the next time. */
export const lockRunningDrains = async (
  tx: Tx,
): Promise<{ readonly operation: OperationRow; readonly left: number }[]> => {
  const rows = await tx.query<OperationRow & { left: number }>(
    `select o.*, (select count(*) from ${portsOn('o.target_name')}) as left from operation o
     where o.state = 'running' and o.action = 'drain' order by o.id for update of o skip locked`,
  )
  return rows.map(({ left, ...operation }) => ({ operation, left }))
}
