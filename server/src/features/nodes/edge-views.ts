import {
  formatServerAddress,
  parseCidr,
  parseServerAddress,
  reverseDomains,
  viewZone,
  type DesiredEdge,
} from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'

/** What VMs of a network see beside their project's own zone. */
export interface NetworkView extends Pick<DesiredEdge, 'views' | 'reverse' | 'forwarders'> {
  readonly project: string
}

interface ViewRow {
  readonly network: string
  readonly project: string
  readonly blocks: readonly string[]
  readonly zones: readonly { readonly id: string; readonly name: string }[]
  readonly forwarders: DesiredEdge['forwarders']
}

const VIEWS = `
select n.id as network, n.project_id as project,
  array(select s.cidr::text from subnet s where s.network_id = n.id and s.deleting_at is null order by s.cidr) as blocks,
  (select coalesce(jsonb_agg(jsonb_build_object('id', z.id, 'name', z.name) order by z.name), '[]') from dns_zone z
   where z.project_id = n.project_id and z.deleting_at is null) as zones,
  (select coalesce(jsonb_agg(jsonb_build_object('domain', f.domain, 'servers', f.servers) order by f.domain nulls first), '[]')
   from dns_forwarder f where f.network_id = n.id and f.deleting_at is null) as forwarders
from network n where n.id = any($1)`

const isReverse = (domain: string): boolean => domain.endsWith('.in-addr.arpa') || domain.endsWith('.ip6.arpa')

/** Spelled with a port, as configurations want it. */
const withPort = (server: string): string => {
  const address = parseServerAddress(server)
  if (address === undefined) throw new TypeError(`"${server}" is not the address of a server`)
  return address.port === 53 ? `${address.ip.family === 6 ? `[${server}]` : server}:53` : formatServerAddress(address)
}

/** A row as the agents are told it. Reverse zones of the project are part of the network's own. Pure. */
export const viewOf = ({ network, project, blocks, zones, forwarders }: ViewRow): NetworkView => {
  const domains = blocks.flatMap((block) => {
    const cidr = parseCidr(block)
    return cidr === undefined ? [] : reverseDomains(cidr)
  })
  const reversed = zones.filter(({ name }) => isReverse(name)).map(({ name }) => name)
  return {
    project,
    views: zones.filter(({ name }) => !isReverse(name)).map(({ id, name }) => ({ domain: name, zone: viewZone(id) })),
    reverse: { zone: viewZone(network), domains: [...new Set([...domains, ...reversed])].sort() },
    forwarders: forwarders.map(({ domain, servers }) => ({ domain, servers: servers.map(withPort) })),
  }
}

/** What the VMs of these networks see, by network. */
export const networkViews = async (
  db: Queryable,
  networks: readonly string[],
): Promise<ReadonlyMap<string, NetworkView>> => {
  const rows = await db.query<ViewRow>(VIEWS, [networks], 'network_views')
  return new Map(rows.map((row) => [row.network, viewOf(row)]))
}
