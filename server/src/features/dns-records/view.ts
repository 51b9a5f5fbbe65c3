import { absoluteName, type DnsRecord } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { dnsRecords, type DnsRecordRow } from './store.ts'

export type DnsRecordView = z.input<typeof DnsRecord>

/** The absolute name of the zone that a record lies in. */
export const zoneNameOf = (
  row: Pick<DnsRecordRow, 'zone_name' | 'dns_label'>,
  { dnsZone }: Pick<Ctx, 'dnsZone'>,
): string => row.zone_name ?? `${row.dns_label}.${dnsZone}`

export const dnsRecordResource: Resource<DnsRecordRow, DnsRecordView> = {
  kind: 'dns_record',
  table: dnsRecords,
  projectOf: (row) => row.project_id,
  view: (row, ctx) => ({
    ...commonViewOf(row),
    project: row.project_id,
    zone: row.zone_id,
    fqdn: absoluteName(row.name, zoneNameOf(row, ctx)),
    type: row.type,
    ttl: row.ttl,
    values: [...row.values],
  }),
}
