import { VIEW_DOMAIN } from '@quantumnet/api'

/**
 * What zones consist of, as parts of a statement. Each part gives rows (zone, name, record, port, network, ip); which zones, and which names of
 * them, is for a table expression that the statement begins with:
 *
 * - `own (project, zone, host)`: projects' own zones; with a host, only that name and its wildcard
 * - `reverse (project, network, zone, ip)`: zones of networks; with an address, only its reverse name
 * - `beside (id, zone)`: zones that projects have beside their own
 */

/** Seconds, of what IPAM makes. Short, because a name moves with its VM. */
const TTL = 5

/** Whether everything is meant, or only the names that the table expressions name. */
export type Extent = 'whole' | 'named'

/** The name by which primaries hold the zone of a network or project. @param id an SQL expression */
export const viewOf = (id: string): string => `replace(${id}::text, '-', '') || '.${VIEW_DOMAIN}'`

/** Whether the zone with the alias `z` holds reverse names: these are part of the zones of networks. */
export const IS_REVERSE = `(z.name like '%.in-addr.arpa' or z.name like '%.ip6.arpa')`

/** RFC 1035 §3.5, RFC 3596 §2.5. @param ip an SQL expression */
export const reverseOf = (ip: string): string => `case family(${ip})
  when 4 then array_to_string(array(select part from unnest(string_to_array(host(${ip}), '.')) with ordinality as x(part, n) order by n desc), '.') || '.in-addr.arpa'
  else regexp_replace(reverse(encode(substr(inet_send(${ip}), 5), 'hex')), '(.)', '\\1.', 'g') || 'ip6.arpa' end`

/** Below a reverse zone, or the zone itself, as a whole name. */
const FULL_NAME = `case r.name when '@' then z.name else r.name || '.' || z.name end`

const record = (type: string, ttl: string, data: string): string =>
  `jsonb_build_object('type', ${type}, 'ttl', ${ttl}, 'data', ${data})`

const NOTHING = 'null::uuid as port, null::uuid as network, null::inet as ip'

/** Hosts, and what is below those that are wildcards. A name is there from the allocation of its address until the port's deletion is asked for. */
const ownHosts = (extent: Extent): string => `
select o.zone, called.name, ${record(`case family(a.ip) when 4 then 'A' else 'AAAA' end`, String(TTL), 'host(a.ip)')} as record,
  p.id as port, null::uuid as network, null::inet as ip
from own o join port p on p.project_id = o.project and p.hostname is not null and p.deleting_at is null
    ${extent === 'named' ? 'and p.hostname = o.host' : ''}
  join address a on a.owner_id = p.id and a.state = 'used'
  cross join lateral (select p.hostname union all select '*.' || p.hostname where p.wildcard) as called (name)`

/** Records that belong to no other zone. */
const ownRecords = (extent: Extent): string => `
select o.zone, r.name, ${record('r.type', 'r.ttl', 'v')} as record, ${NOTHING}
from own o join dns_record r on coalesce(r.zone_id, r.project_id) = o.project and r.zone_id is null and r.deleting_at is null
    ${extent === 'named' ? `and r.name in (o.host, '*.' || o.host)` : ''}
  cross join lateral jsonb_array_elements(r.values) v`

const NAMED_HOSTS = `
from reverse w join address a on a.network_id = w.network and a.ip = w.ip and a.state = 'used'
  join port p on p.id = a.owner_id and p.network_id = w.network`

// Ports of the network, and then their addresses by their port alone: without statistics PostgreSQL would go through all addresses of the network for
// each port (measured: 10 s instead of 0.4 s for 20,000).
const ALL_HOSTS = `
from reverse w join port p on p.network_id = w.network
  join address a on a.owner_id = p.id and a.state = 'used' and a.network_id is not distinct from w.network`

/** A network's hosts of its own project. Ports of guests are left out: their names are for their own projects. */
const reverseHosts = (extent: Extent): string => `
select w.zone, ${reverseOf('a.ip')} as name,
  ${record(`'PTR'`, String(TTL), `p.hostname || '.' || t.dns_label || '.' || $2`)} || '{"reverse": true}' as record,
  p.id as port, w.network, a.ip
${extent === 'named' ? NAMED_HOSTS : ALL_HOSTS} and p.project_id = w.project and p.hostname is not null and p.deleting_at is null
  join project t on t.id = p.project_id`

/** What a project has in reverse zones, in the zone of each of its networks. */
const reverseRecords = (extent: Extent): string => `
select w.zone, ${FULL_NAME} as name, ${record('r.type', 'r.ttl', 'v')} as record, ${NOTHING}
from reverse w join dns_zone z on z.project_id = w.project and z.deleting_at is null and ${IS_REVERSE}
  join dns_record r on r.zone_id = z.id and r.deleting_at is null
    ${extent === 'named' ? `and ${FULL_NAME} = ${reverseOf('w.ip')}` : ''}
  cross join lateral jsonb_array_elements(r.values) v`

const BESIDE = `
select b.zone, r.name, ${record('r.type', 'r.ttl', 'v')} as record, ${NOTHING}
from beside b join dns_record r on r.zone_id = b.id and r.deleting_at is null cross join lateral jsonb_array_elements(r.values) v`

/** All rows of what the table expressions name. */
export const rowsOf = (extent: Extent): string =>
  [
    ownHosts(extent),
    ownRecords(extent),
    reverseHosts(extent),
    reverseRecords(extent),
    ...(extent === 'whole' ? [BESIDE] : []),
  ].join('\nunion all')
