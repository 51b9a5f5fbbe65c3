import type { ConnectionStatistics } from '@quantumnet/api'

/** What of the samples is read with a resource's row, whose table is `t`. */

/** A column `statistics` of ports. */
export const PORT_STATISTICS = `
(select json_build_object('received', s.received, 'sent', s.sent, 'at', s.at) from port_statistics s where s.port_id = t.id) as statistics`

/** A hypervisor that told nothing for so long is down, or has no agent any more: its connections are not known. */
const FRESH = `at > now() - interval '1 minute'`

/** Beside `balancedColumn`: computed once, however many rows there are. */
export const BALANCED_JOIN = `
cross join (select case when bool_and(counted) then min(at) end as at from balanced_sample where ${FRESH}) sampled`

/** A column `statistics` of listeners or members: the sum over all hypervisors. A sum without a part of it would be wrong, so it is null. */
export const balancedColumn = (reference: 'listener_id' | 'member_id'): string => `
case when sampled.at is not null then (
  select json_build_object('connections', coalesce(sum(c.connections), 0),
    'packets', case when count(*) = count(c.packets) then coalesce(sum(c.packets), 0) end,
    'bytes', case when count(*) = count(c.bytes) then coalesce(sum(c.bytes), 0) end,
    'sampled_at', sampled.at)
  from balanced_connections c join balanced_sample n on n.node = c.node and n.${FRESH} where c.${reference} = t.id) end as statistics`

/** JSON has no time: PostgreSQL writes it with an offset, the API in UTC. */
const inUtc = (time: string): string => new Date(time).toISOString()

/** A port's statistics as the API shows them. */
export const portStatisticsView = <S extends { readonly at: string }>(statistics: S | null): S | null =>
  statistics && { ...statistics, at: inUtc(statistics.at) }

/** A listener's or member's statistics as the API shows them. */
export const balancedView = (statistics: ConnectionStatistics | null): ConnectionStatistics | null =>
  statistics && { ...statistics, sampled_at: inUtc(statistics.sampled_at) }
