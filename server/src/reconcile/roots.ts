import type { Kind as ApiKind } from '@quantumnet/api'
import type { Queryable } from '../db/pool.ts'
import { desiredAddressGroup } from '../features/address-groups/desired.ts'
import { loadAddressGroups } from '../features/address-groups/load.ts'
import { desiredFloatingIp } from '../features/floating-ips/desired.ts'
import { loadFloatingIps } from '../features/floating-ips/load.ts'
import { desiredLoadBalancer } from '../features/load-balancers/desired.ts'
import { loadLoadBalancers } from '../features/load-balancers/load.ts'
import { desiredNetwork } from '../features/networks/desired.ts'
import { loadNetworks } from '../features/networks/load.ts'
import { desiredPolicy } from '../features/policies/desired.ts'
import { loadPolicies } from '../features/policies/load.ts'
import { desiredPortForward } from '../features/port-forwards/desired.ts'
import { loadPortForwards } from '../features/port-forwards/load.ts'
import { desiredPort } from '../features/ports/desired.ts'
import { loadPorts } from '../features/ports/load.ts'
import { desiredProject } from '../features/projects/desired.ts'
import { loadProjects } from '../features/projects/load.ts'
import { desiredRouter } from '../features/routers/desired.ts'
import { loadRouters } from '../features/routers/load.ts'
import { desiredSecurityGroup } from '../features/security-groups/desired.ts'
import { loadSecurityGroups } from '../features/security-groups/load.ts'
import { desiredSubnet } from '../features/subnets/desired.ts'
import { loadSubnets } from '../features/subnets/load.ts'
import { keyText, kinds, type Key, type KeyText, type Kind } from '../ovn/key.ts'
import { desiredPlatform } from '../ovn/platform.ts'
import { platformKey } from '../ovn/refs.ts'
import type { DesiredRow } from '../ovn/rows.ts'
import type { Site } from '../ovn/site.ts'
import type { RootStatus } from './root-row.ts'

/** A kind of root that is a resource: with a row in PostgreSQL, in the table of the same name. */
export type ResourceKind = Exclude<Kind, 'platform'>
/** All of them, what others refer to first. */
export const resourceKinds = kinds.filter((kind): kind is ResourceKind => kind !== 'platform')

export const isResourceKind = (kind: string): kind is ResourceKind => resourceKinds.some((known) => known === kind)

/** A root as PostgreSQL has it. */
export interface Root {
  readonly key: Key
  /** undefined: the platform's, which is no resource */
  readonly row: RootStatus | undefined
  /** What it should be in OVN. @throws Error when the row says what OVN cannot be told */
  readonly render: () => readonly DesiredRow[]
}

/** Kinds that belong to the platform and to no project. */
const PLATFORM_KINDS: ReadonlySet<string> = new Set<ApiKind>(['policy'])

/** Where a root's row says whose it is; `r` is the row. */
export const projectColumn = (kind: ResourceKind): string =>
  kind === 'project' ? 'r.id' : PLATFORM_KINDS.has(kind) ? 'null::uuid' : 'r.project_id'

type Load = (db: Queryable, ids: readonly string[], site: Site) => Promise<readonly Root[]>

const resource =
  <R extends RootStatus>(
    kind: ResourceKind,
    load: (db: Queryable, ids: readonly string[]) => Promise<readonly R[]>,
    desired: (row: R, site: Site) => readonly DesiredRow[],
  ): Load =>
  async (db, ids, site) =>
    (await load(db, ids)).map((row) => ({
      key: { kind, id: row.id },
      row,
      render: () => (row.deleting ? [] : desired(row, site)),
    }))

const loadPlatform: Load = async (_, ids, site) => {
  const key = platformKey(site.deployment)
  return await Promise.resolve(
    ids.includes(key.id) ? [{ key, row: undefined, render: () => desiredPlatform(site) }] : [],
  )
}

/** A kind of which nothing is in OVN because others carry it out: the zone feed and the agents' DNS edges, or the rows of its ports. */
const withoutRows =
  (kind: ResourceKind): Load =>
  async (db, ids) => {
    const rows = await db.query<RootStatus>(
      `select id, generation, applied_generation as "appliedGeneration",
         realized_generation as "realizedGeneration", conditions, deleting_at is not null as deleting
       from ${kind} r where id = any($1::uuid[])`,
      [ids],
      `load-${kind}`,
    )
    return rows.map((row) => ({ key: { kind, id: row.id }, row, render: () => [] }))
  }

const loaders: Readonly<Record<Kind, Load>> = {
  platform: loadPlatform,
  project: resource('project', loadProjects, desiredProject),
  address_group: resource('address_group', loadAddressGroups, desiredAddressGroup),
  security_group: resource('security_group', loadSecurityGroups, desiredSecurityGroup),
  policy: resource('policy', loadPolicies, desiredPolicy),
  network: resource('network', loadNetworks, desiredNetwork),
  subnet: resource('subnet', loadSubnets, desiredSubnet),
  qos_policy: withoutRows('qos_policy'),
  port: resource('port', loadPorts, desiredPort),
  router: resource('router', loadRouters, desiredRouter),
  floating_ip: resource('floating_ip', loadFloatingIps, desiredFloatingIp),
  port_forward: resource('port_forward', loadPortForwards, desiredPortForward),
  load_balancer: resource('load_balancer', loadLoadBalancers, desiredLoadBalancer),
  dns_zone: withoutRows('dns_zone'),
  dns_record: withoutRows('dns_record'),
  dns_forwarder: withoutRows('dns_forwarder'),
}

/** Loads roots, with one statement per kind. A key that PostgreSQL has no row for is not in the answer. */
export const loadRoots = async (
  db: Queryable,
  keys: Iterable<Key>,
  site: Site,
): Promise<ReadonlyMap<KeyText, Root>> => {
  const byKind = Map.groupBy(keys, ({ kind }) => kind)
  const loaded = await Promise.all(
    kinds.map(async (kind) => {
      const ids = byKind.get(kind)?.map(({ id }) => id) ?? []
      return ids.length === 0 ? [] : await loaders[kind](db, ids, site)
    }),
  )
  return new Map(loaded.flat().map((root) => [keyText(root.key), root]))
}

/** Every root there is, in pages of at most `limit`, in the order of dependency. */
export async function* pagesOfKeys(db: Queryable, site: Site, limit: number): AsyncGenerator<readonly Key[]> {
  yield [platformKey(site.deployment)]
  for (const kind of resourceKinds) {
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const rows = await db.query<{ id: string }>(`select id from ${kind} where id > $1 order by id limit $2`, [
        after,
        limit,
      ])
      const last = rows.at(-1)
      if (last === undefined) break
      yield rows.map(({ id }) => ({ kind, id }))
      after = last.id
    }
  }
}
