import { CATALOG_ZONE, VIEW_DOMAIN } from '@quantumnet/api'
import { IS_REVERSE, reverseOf, rowsOf, viewOf } from './render.ts'

/**
 * Publishes what differs from what was published last, and gives what became of each zone. It follows table expressions `zones (zone, project,
 * domain)`: the zones that are looked at; `rows`: what they consist of now; and `old`: what was published of the same names.
 *
 * One statement and no lock before it, since every round trip is time until a name is seen. Somebody else may publish a zone between what this
 * statement reads and its turn to write: the zone then has another version than was seen, is left as it is, and told as `missed`, to be tried
 * again. So the names of a version are always at least as new as those of the version before.
 */
const PUBLISH = `
fresh as (
  select zone, name, jsonb_agg(record order by record ->> 'type', record::text collate "C") as records,
    (array_agg(port) filter (where port is not null))[1] as port, (array_agg(network) filter (where network is not null))[1] as network,
    (array_agg(ip) filter (where ip is not null))[1] as ip
  from rows group by zone, name),
differing as (
  select coalesce(f.zone, o.zone) as zone, coalesce(f.name, o.name) as name, coalesce(f.records, '[]') as records, f.port, f.network, f.ip
  from fresh f full join old o on o.zone = f.zone and o.name = f.name
  where coalesce(f.records, '[]') <> coalesce(o.records, '[]') or (f.records is not null and f.port is distinct from o.port_id)),
due as (
  select z.*, s.version as seen from zones z left join published_zone s using (zone)
  where s.project_id is distinct from z.project or s.domain is distinct from z.domain or z.zone in (select zone from differing)),
held as (select s.zone, s.version from published_zone s where s.zone in (select zone from due) order by s.zone for update),
added as (
  insert into published_zone (zone, project_id, domain, version)
  select zone, project, domain, extract(epoch from now())::bigint from due where seen is null order by zone
  on conflict do nothing returning zone, version),
updated as (
  update published_zone t
  set version = greatest(t.version + 1, extract(epoch from now())::bigint), project_id = d.project, domain = d.domain, xid = pg_current_xact_id()
  from due d join held h using (zone) where t.zone = d.zone and h.version = d.seen returning t.zone, t.version),
raised as (select * from added union all select * from updated),
put as (
  insert into published_name as t (zone, name, records, version, port_id, network_id, ip)
  select d.zone, d.name, d.records, r.version, d.port, d.network, d.ip from differing d join raised r using (zone) order by d.zone, d.name
  on conflict (zone, name) do update set records = excluded.records, version = excluded.version, port_id = excluded.port_id,
    network_id = excluded.network_id, ip = excluded.ip, since = now())
select z.zone, z.project, z.domain, coalesce(r.version, s.version) as version, s.version as before, r.zone is not null as raised,
  d.zone is not null and r.zone is null as missed, n.names
from zones z left join raised r using (zone) left join due d using (zone) left join published_zone s on s.zone = z.zone
  left join (select zone, jsonb_agg(jsonb_build_object('name', name, 'records', records)) as names from differing group by zone) n
    on n.zone = z.zone and r.zone is not null`

/** All zones of projects ($1) below a root ($2). */
export const PUBLISH_PROJECTS = `
with own as (
  select t.id as project, t.dns_label || '.' || $2 as zone from project t where t.id = any($1::uuid[]) and t.deleting_at is null),
reverse as (
  select n.project_id as project, n.id as network, ${viewOf('n.id')} as zone from network n join own o on o.project = n.project_id
  where n.deleting_at is null),
beside as (
  select z.id, z.project_id as project, ${viewOf('z.id')} as zone, z.name as domain from dns_zone z join own o on o.project = z.project_id
  where z.deleting_at is null and not ${IS_REVERSE}),
zones as (
  select zone, project, null as domain from own union all select zone, project, null from reverse union all select zone, project, domain from beside),
rows as (${rowsOf('whole')}),
old as (select zone, name, records, port_id from published_name join zones using (zone)),${PUBLISH}`

/** The names that ports ($1) have, or had when they were last published. Zones that are not published yet are left to their project's turn. */
export const PUBLISH_PORTS = `
with had as (
  select s.project_id as project, o.* from published_name o join published_zone s using (zone)
  where o.port_id = any($1::uuid[]) and s.project_id is not null),
own as (
  select p.project_id as project, t.dns_label || '.' || $2 as zone, p.hostname as host from port p join project t on t.id = p.project_id
  where p.id = any($1::uuid[]) and p.hostname is not null and t.deleting_at is null
  union select project, zone, regexp_replace(name, '^\\*\\.', '') from had where ip is null),
reverse as (
  select n.project_id as project, n.id as network, ${viewOf('n.id')} as zone, a.ip
  from address a join network n on n.id = a.network_id where a.owner_id = any($1::uuid[]) and n.deleting_at is null
  union select project, network_id, zone, ip from had where ip is not null),
names as (
  select zone, host as name from own union select zone, '*.' || host from own union select zone, ${reverseOf('ip')} from reverse),
zones as (
  select s.zone, s.project_id as project, s.domain from published_zone s where s.project_id is not null and s.zone in (select zone from names)),
rows as (select every.* from (${rowsOf('named')}) every join zones using (zone)),
old as (select o.zone, o.name, o.records, o.port_id from names join published_name o using (zone, name)),${PUBLISH}`

/** The platform's own: the root ($2), which has no names itself, and the catalog of all that operators' edges follow (RFC 9432). */
export const PUBLISH_PLATFORM = `
with zones as (
  select zone, $1::uuid as project, null as domain from unnest(array['${CATALOG_ZONE}', $2]) as zone),
member as (
  select zone from published_zone
  where project_id is not null and zone <> '${CATALOG_ZONE}' and zone not like '%.${VIEW_DOMAIN}'
  union select $2),
rows as (
  select '${CATALOG_ZONE}' as zone, name, record, null::uuid as port, null::uuid as network, null::inet as ip from (
    select 'version' as name, '{"type": "TXT", "ttl": 0, "data": "2"}'::jsonb as record
    union all
    -- The same label for a zone at all times: a secondary whose member gets another one throws its copy away (RFC 9432 §5.4).
    select left(encode(sha256(convert_to(zone, 'UTF8')), 'hex'), 32) || '.zones', jsonb_build_object('type', 'PTR', 'ttl', 0, 'data', zone)
    from member) listed),
old as (select zone, name, records, port_id from published_name join zones using (zone)),${PUBLISH}`

/**
 * Ends zones of projects ($1) that there are no more, below a root ($2). Their versions stay. Their names are forgotten at once: whoever knew one of
 * these zones, and finds it made again, has to be told it as a whole.
 */
export const END_ZONES = `
with living as (
  select t.dns_label || '.' || $2 as zone from project t where t.id = any($1::uuid[]) and t.deleting_at is null
  union all
  select ${viewOf('n.id')} from network n join project t on t.id = n.project_id
  where t.id = any($1::uuid[]) and n.deleting_at is null and t.deleting_at is null
  union all
  select ${viewOf('z.id')} from dns_zone z join project t on t.id = z.project_id
  where t.id = any($1::uuid[]) and z.deleting_at is null and t.deleting_at is null and not ${IS_REVERSE}),
ended as (
  update published_zone s set project_id = null, version = s.version + 1, forgotten = s.version + 1, xid = pg_current_xact_id()
  where s.project_id = any($1::uuid[]) and s.zone not in (select zone from living) returning s.zone),
forgotten as (delete from published_name n using ended e where n.zone = e.zone)
select zone from ended`
