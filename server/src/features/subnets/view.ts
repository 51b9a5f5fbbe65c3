import type { Subnet } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { subnets, type SubnetRow } from './store.ts'

export type SubnetView = z.input<typeof Subnet>

export const subnetResource: Resource<SubnetRow, SubnetView> = {
  kind: 'subnet',
  table: subnets,
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    network: row.network_id,
    cidr: row.cidr,
    gateway: row.gateway,
    dns_address: row.dns_address,
    allocation_ranges: [...row.allocation_ranges],
  }),
}
