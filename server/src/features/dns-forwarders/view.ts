import type { DnsForwarder } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { dnsForwarders, type DnsForwarderRow } from './store.ts'

export type DnsForwarderView = z.input<typeof DnsForwarder>

export const dnsForwarderResource: Resource<DnsForwarderRow, DnsForwarderView> = {
  kind: 'dns_forwarder',
  table: dnsForwarders,
  namesWithin: 'project',
  projectOf: (row) => row.project_id,
  view: (row) => ({
    ...commonViewOf(row),
    project: row.project_id,
    network: row.network_id,
    domain: row.domain,
    servers: [...row.servers],
  }),
}
