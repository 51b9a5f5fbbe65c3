import type { Queryable } from '../db/pool.ts'
import { desiredNetwork } from '../features/networks/desired.ts'
import { loadNetworks } from '../features/networks/load.ts'
import { desiredPort } from '../features/ports/desired.ts'
import { loadPorts } from '../features/ports/load.ts'
import { loadProjects } from '../features/projects/load.ts'
import { desiredSecurityGroup } from '../features/security-groups/desired.ts'
import { loadSecurityGroups } from '../features/security-groups/load.ts'
import { desiredSubnet } from '../features/subnets/desired.ts'
import { loadSubnets } from '../features/subnets/load.ts'
import { keyText, kinds, type Key, type KeyText, type Kind } from '../ovn/key.ts'
import { desiredPlatform } from '../ovn/platform.ts'
import { platformKey } from '../ovn/refs.ts'
import type { DesiredRow } from '../ovn/rows.ts'
import type { Site } from '../ovn/site.ts'
import type { RootRow } from './root-row.ts'

/** Kinds of roots that are resources: with a row in PostgreSQL, in the table of the same name. */
export const resourceKinds = [
  'project',
  'security_group',
  'network',
  'subnet',
  'port',
] as const satisfies readonly Kind[]
export type ResourceKind = (typeof resourceKinds)[number]

export const isResourceKind = (kind: string): kind is ResourceKind => resourceKinds.some((known) => known === kind)

/** A root as PostgreSQL has it. */
export interface Root {
  readonly key: Key
  /** undefined: the platform's, which is no resource */
  readonly row: RootRow | undefined
  /** What it should be in OVN. @throws Error when the row says what OVN cannot be told */
  readonly render: () => readonly DesiredRow[]
}

type Load = (db: Queryable, ids: readonly string[], site: Site) => Promise<readonly Root[]>

const resource =
  <R extends RootRow>(
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

const loaders: Readonly<Record<Kind, Load>> = {
  platform: async (_, ids, site) => {
    const key = platformKey(site.deployment)
    return await Promise.resolve(
      ids.includes(key.id) ? [{ key, row: undefined, render: () => desiredPlatform(site) }] : [],
    )
  },
  project: resource('project', loadProjects, () => []),
  security_group: resource('security_group', loadSecurityGroups, desiredSecurityGroup),
  network: resource('network', loadNetworks, desiredNetwork),
  subnet: resource('subnet', loadSubnets, desiredSubnet),
  port: resource('port', loadPorts, desiredPort),
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

const PAGE: Readonly<Record<ResourceKind, string>> = {
  project: 'select id from project where id > $1 order by id limit $2',
  security_group: 'select id from security_group where id > $1 order by id limit $2',
  network: 'select id from network where id > $1 order by id limit $2',
  subnet: 'select id from subnet where id > $1 order by id limit $2',
  port: 'select id from port where id > $1 order by id limit $2',
}

/** Every root there is, in pages of at most `limit`, in the order of dependency. */
export async function* pagesOfKeys(db: Queryable, site: Site, limit: number): AsyncGenerator<readonly Key[]> {
  yield [platformKey(site.deployment)]
  for (const kind of resourceKinds) {
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const rows = await db.query<{ id: string }>(PAGE[kind], [after, limit])
      const last = rows.at(-1)
      if (last === undefined) break
      yield rows.map(({ id }) => ({ kind, id }))
      after = last.id
    }
  }
}
