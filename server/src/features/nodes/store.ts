import type { Queryable, Tx } from '../../db/pool.ts'
import { shapingOf, type Shaping } from '../qos-policies/index.ts'
import type { BindingReport } from './rules.ts'

export const deploymentId = async (db: Queryable): Promise<string> => {
  const [row] = await db.query<{ id: string }>('select id from deployment')
  if (row === undefined) throw new Error('the database has no deployment id: its first migration was not applied')
  return row.id
}

export interface DesiredPortRow {
  readonly id: string
  readonly network: string
  readonly mac: string
  readonly addresses: string[]
  readonly requested: boolean
  readonly secured: boolean
  readonly shaping: Shaping | null
}

/** Ports requested on a node, and ports bound to it that may be anywhere. */
export const desiredPorts = async (db: Queryable, node: string): Promise<DesiredPortRow[]> =>
  (
    await db.query<Omit<DesiredPortRow, 'shaping'> & { readonly limits: Parameters<typeof shapingOf>[0] | null }>(
      `select t.id, t.network_id as network, t.mac, t.node is not null as requested, t.port_security as secured,
            (select json_build_object('ingress_max', q.ingress_max, 'ingress_burst', q.ingress_burst, 'min', q.min)
             from qos_policy q where q.id = t.qos_policy_id) as limits,
            array(select host(a.ip) from address a where a.owner_id = t.id and a.state = 'used' and family(a.ip) = 4
                  order by a.position) as addresses
     from port t
     where t.deleting_at is null and (t.node = $1 or (t.node is null and t.binding_node = $1))
     order by t.id`,
      [node],
      'desired_ports',
    )
  ).map(({ limits, ...port }) => ({ ...port, shaping: limits === null ? null : shapingOf(limits) }))

export interface DesiredEdgeRow {
  readonly subnet: string
  readonly network: string
  readonly cidr: string
  readonly address: string
  readonly mac: string
  readonly dns_label: string
}

/** The DNS addresses of these networks' subnets. */
export const desiredEdges = async (db: Queryable, networks: readonly string[]): Promise<DesiredEdgeRow[]> =>
  await db.query<DesiredEdgeRow>(
    `select t.id as subnet, t.network_id as network, t.cidr, host(a.ip) as address, a.mac, project.dns_label
     from subnet t
     join address a on a.network_id = t.network_id and a.ip = t.dns_address and a.subnet_id = t.id
     join project on project.id = t.project_id
     where t.network_id = any($1) and t.deleting_at is null
     order by t.id`,
    [networks],
    'desired_edges',
  )

/** Nodes that these ports, or ports on these networks and these subnets' networks, are requested on or bound to. */
export const nodesOf = async (
  db: Queryable,
  touched: {
    readonly ports: readonly string[]
    readonly networks: readonly string[]
    readonly subnets: readonly string[]
    readonly qosPolicies: readonly string[]
  },
): Promise<string[]> => {
  const rows = await db.query<{ node: string }>(
    // Four selects, each by an index: one with "or" would read every port.
    `select distinct name as node from (
       select node, binding_node from port where id = any($1)
       union all
       select node, binding_node from port where network_id = any($2)
       union all
       select port.node, port.binding_node from subnet join port using (network_id) where subnet.id = any($3)
       union all
       select node, binding_node from port where qos_policy_id = any($4)
     ) touched, unnest(array[node, binding_node]) as name
     where name is not null`,
    [touched.ports, touched.networks, touched.subnets, touched.qosPolicies],
    'nodes_of',
  )
  return rows.map(({ node }) => node)
}

/**
 * What a report makes of bindings, in one statement, whatever its length.
 * - A port that this node had and does not report any more is unbound.
 * - A port that was requested on another node is down here, with the reason, unless that node has it or OVN says that it is up there.
 * - A port that is up on another node moves here only when it is up here: OVN has only one chassis for it, so the later "up" is true.
 * Where a distributed floating IP is answered depends on whether its port is up: it is looked at again.
 * Gives the reported ports that are gone by the record: a tombstone, or the event of their deletion. An id that is merely unknown may come
 * from a database that was restored, and is not gone.
 */
const REPORT = `
with reported as (select * from unnest($2::uuid[], $3::text[], $4::text[]) as r (id, state, reason)),
concerned as (select id from reported union select id from port where binding_node = $1),
verdict as (
  select t.id,
    case when r.id is not null then $1 end as node,
    case when r.id is null then 'unbound' when elsewhere then 'down' else r.state end as state,
    case when elsewhere and r.id is not null
      then 'its interface is on ' || $1 || ', but only ' || t.node || ' may bind it' else r.reason end as reason
  from concerned join port t using (id) left join reported r using (id),
    lateral (select coalesce(t.node <> $1, false) as elsewhere) placed
  where t.deleting_at is null and (r.id is null or (
    not (elsewhere and coalesce(t.binding_node = t.node, t.binding_state = 'up'))
    and not (coalesce(t.binding_node <> $1, false) and t.binding_state = 'up' and r.state <> 'up')))),
changed as (
  update port t
  set binding_node = v.node, binding_state = v.state, binding_reason = v.reason,
      binding_since = case when t.binding_node is distinct from v.node or t.binding_state <> v.state
        then now() else t.binding_since end
  from verdict v
  where t.id = v.id
    and (t.binding_node, t.binding_state, t.binding_reason) is distinct from (v.node, v.state, v.reason)
  returning t.id, t.project_id),
told as (
  insert into event (project_id, kind, resource_id, action) select project_id, 'port', id, 'status' from changed),
answered_elsewhere as (
  insert into dirty (kind, id)
  select 'floating_ip', f.id from floating_ip f join changed on f.port_id = changed.id where f.distributed and f.deleting_at is null)
select r.id, (select count(*) from changed) as changed,
  case when t.id is not null then t.deleting_at is not null
    else exists (select from event where resource_id = r.id and action = 'deleted') end as gone
from reported r left join port t using (id)
union all select null, count(*), false from changed`

/** Enters a report. `changed` counts the bindings that are other than before. */
export const enterReport = async (
  tx: Tx,
  node: string,
  reports: readonly BindingReport[],
): Promise<{ readonly gone: string[]; readonly changed: number }> => {
  const rows = await tx.query<{ id: string | null; changed: number; gone: boolean }>(
    REPORT,
    [node, reports.map(({ port }) => port), reports.map(({ state }) => state), reports.map(({ reason }) => reason)],
    'node_report',
  )
  return {
    gone: rows.flatMap(({ id, gone }) => (gone && id !== null ? [id] : [])),
    changed: rows[0]?.changed ?? 0,
  }
}
