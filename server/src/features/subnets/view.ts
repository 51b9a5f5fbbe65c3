import type { Condition, Subnet } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { subnets, type ShownSubnetRow } from './store.ts'
import { unanswered } from './unanswered.ts'

export type SubnetView = z.input<typeof Subnet>

/** Told as a condition, because it explains why the next port may not get an address. */
const usageCondition = ({ usage_level: level, usage_since: since }: ShownSubnetRow): Condition[] =>
  level === 0 || since === null
    ? []
    : [
        {
          type: 'AlmostFull',
          reason: `Above${String(level)}Percent`,
          message: `more than ${String(level)} % of its addresses are in use`,
          since: since.toISOString(),
        },
      ]

export const subnetResource: Resource<ShownSubnetRow, SubnetView> = {
  kind: 'subnet',
  table: subnets,
  namesWithin: 'network',
  projectOf: (row) => row.project_id,
  sharedWith: (row) => row.shared_with,
  view: (row) => ({
    ...commonViewOf({ ...row, conditions: [...row.conditions, ...usageCondition(row), ...unanswered(row)] }),
    project: row.project_id,
    network: row.network_id,
    cidr: row.cidr,
    pool: row.pool_id,
    gateway: row.gateway,
    dns_address: row.dns_address,
    allocation_ranges: [...row.allocation_ranges],
    reserved_ranges: [...row.reserved_ranges],
    ipv6_mode: row.ipv6_mode,
    hold_down: row.hold_down,
    dns_servers: row.dns_servers === null ? null : [...row.dns_servers],
    static_routes: row.static_routes === null ? null : [...row.static_routes],
  }),
}
