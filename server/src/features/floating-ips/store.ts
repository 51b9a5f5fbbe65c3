import type { DirtyKey } from '../../db/outbox.ts'
import type { Queryable, Tx } from '../../db/pool.ts'
import type { NewRow, ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'
import type { RouterCandidate } from './rules.ts'

/** The columns of a floating IP's own. */
export interface FloatingIpColumns {
  readonly project_id: string
  readonly network_id: string
  readonly subnet_id: string
  readonly address: string
  readonly port_id: string | null
  readonly fixed_ip: string | null
  /** the router that translates it for its port */
  readonly router_id: string | null
  readonly distributed: boolean
}

/** A router that translates an address. */
export interface Translator {
  readonly id: string
  readonly name: string
  readonly distributed: boolean
}

interface BareFloatingIpRow extends ResourceRow, FloatingIpColumns {}

export interface FloatingIpRow extends BareFloatingIpRow {
  /** for its port */
  readonly port_router: Translator | null
  /** for its port forwards, which all pass one router */
  readonly forward_router: Translator | null
  /** whether a port forward or a load balancer ties it to the gateway */
  readonly tied: boolean
}

const ROUTER = `json_build_object('id', r.id, 'name', r.name, 'distributed', r.distributed)`

/**
 * SQL: whether the floating IP `t` is tied to the gateway. OVN's load balancers, which port forwards are too, work where the gateway port is, and
 * only one place answers ARP for an address. So its own forwards and load balancer tie a floating IP; and so do those of another one that lead to
 * its port, whose answers have to pass the gateway.
 */
export const TIED = `(
exists (select from port_forward f where f.floating_ip_id = t.id and f.deleting_at is null)
or exists (select from port_forward f
           where f.target_port_id = t.port_id and f.target_ip = t.fixed_ip and f.deleting_at is null)
or exists (select from load_balancer b where b.floating_ip_id = t.id and b.deleting_at is null)
or exists (select from load_balancer_member m join load_balancer b on b.id = m.load_balancer_id
           where m.port_id = t.port_id and m.ip = t.fixed_ip and b.floating_ip_id is not null and b.deleting_at is null))`

/**
 * The router that leads to the members of a load balancer `b` by its floating IP, of those of its project on the external network. Two would both answer for
 * the address: it is the one that reaches a member, and the first of equals.
 */
export const BALANCING_ROUTER = `(
select r.id from floating_ip f
join router r on r.gateway_network_id = f.network_id and r.project_id = b.project_id and r.deleting_at is null
where f.id = b.floating_ip_id
order by not exists (
  select from load_balancer_member m join address a on a.owner_id = m.port_id and a.ip = m.ip
  join router_interface i on i.subnet_id = a.subnet_id
  where m.load_balancer_id = b.id and i.router_id = r.id), r.id limit 1)`

const DERIVED = `
(select ${ROUTER} from router r where r.id = t.router_id) as port_router,
(select ${ROUTER} from port_forward f join router r on r.id = f.router_id
 where f.floating_ip_id = t.id and f.deleting_at is null limit 1) as forward_router,
${TIED} as tied`

export const floatingIps = new ResourceTable<FloatingIpRow, BareFloatingIpRow>('floating_ip', { columns: DERIVED })

/** Inserts a floating IP, and gives it as it is shown. */
export const insertFloatingIp = async (tx: Tx, row: NewRow<BareFloatingIpRow>): Promise<FloatingIpRow> => {
  const { id } = await floatingIps.insert(tx, row)
  const inserted = await floatingIps.find(tx, id)
  if (inserted === undefined) throw new Error('a floating IP was inserted and is not there')
  return inserted
}

/** The router that the port forwards of a floating IP pass, leaving out the forward `except`. */
export const forwardRouter = async (
  db: Queryable,
  id: string,
  except: string | null = null,
): Promise<Translator | undefined> => {
  const [row] = await db.query<Translator>(
    `select r.id, r.name, r.distributed from port_forward f join router r on r.id = f.router_id
     where f.floating_ip_id = $1 and f.deleting_at is null and f.id is distinct from $2 limit 1`,
    [id, except],
  )
  return row
}

/** How messages name a subnet. */
export const subnetNamed = async (
  db: Queryable,
  id: string,
): Promise<{ readonly name: string; readonly cidr: string }> => {
  const [row] = await db.query<{ name: string; cidr: string }>('select name, cidr from subnet where id = $1', [id])
  if (row === undefined) throw new Error(`an address lies in subnet ${id}, which is not there`)
  return row
}

/** How messages name a network. */
export const networkNamed = async (
  db: Queryable,
  id: string,
): Promise<{ readonly id: string; readonly name: string }> => {
  const [row] = await db.query<{ id: string; name: string }>('select id, name from network where id = $1', [id])
  if (row === undefined) throw new Error(`an address is one of network ${id}, which is not there`)
  return row
}

/**
 * Keeps the routers of a subnet as they are, with their gateways and interfaces, until this transaction ends, and gives their ids. A statement of
 * its own: what is read after it is what they are, and those that came meanwhile.
 */
export const holdRoutersOf = async (tx: Tx, subnet: string): Promise<ReadonlySet<string>> => {
  const held = await tx.query<{ id: string }>(
    `select id from router where id in (select router_id from router_interface where subnet_id = $1) order by id for share`,
    [subnet],
    'floating_ip_hold_routers',
  )
  return new Set(held.map(({ id }) => id))
}

/**
 * The routers with an interface in a subnet that may translate for a project, the oldest first: its own, and those that the subnet's project has
 * put there for everybody, if they reach the external network. What other guests of the subnet have is no business of the project's.
 */
export const routersOf = async (
  db: Queryable,
  { subnet, project, external }: { readonly subnet: string; readonly project: string; readonly external: string },
): Promise<RouterCandidate[]> =>
  await db.query<RouterCandidate>(
    `select r.id, r.name, coalesce(i.ip = s.gateway, false) as is_gateway,
       case when n.id is not null then json_build_object('id', n.id, 'name', n.name) end as gateway_network
     from router_interface i join router r on r.id = i.router_id join subnet s on s.id = i.subnet_id
     left join network n on n.id = r.gateway_network_id
     where i.subnet_id = $1 and r.deleting_at is null
       and (r.project_id = $2 or r.project_id = s.project_id and r.gateway_network_id = $3)
     order by r.created_at, r.id`,
    [subnet, project, external],
    'floating_ip_routers_of',
  )

/** The floating IP that an address of a port has already. */
export const floatingIpAt = async (
  db: Queryable,
  port: string,
  ip: string,
): Promise<{ id: string; name: string } | undefined> => {
  const [row] = await db.query<{ id: string; name: string }>(
    'select id, name from floating_ip where port_id = $1 and fixed_ip = $2 and deleting_at is null',
    [port, ip],
  )
  return row
}

/** Keys of floating IPs that stand for this address of a port: where they are answered depends on what else leads there. */
export const floatingIpsAt = async (db: Queryable, port: string, ip: string): Promise<DirtyKey[]> =>
  await db.query<DirtyKey>(
    `select 'floating_ip' as kind, id from floating_ip where port_id = $1 and fixed_ip = $2 and deleting_at is null`,
    [port, ip],
  )

/** Has the distributed floating IPs of these ports looked at again: where they are answered depends on whether the port is up. */
export const markDistributed = async (tx: Tx, ports: readonly string[]): Promise<void> => {
  if (ports.length === 0) return
  await tx.query(
    `insert into dirty (kind, id)
     select 'floating_ip', id from floating_ip where port_id = any($1::uuid[]) and distributed and deleting_at is null`,
    [ports],
    'floating_ip_mark_distributed',
  )
}
