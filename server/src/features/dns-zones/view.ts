import type { DnsZone } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { dnsZones, type DnsZoneRow } from './store.ts'

export type DnsZoneView = z.input<typeof DnsZone>

export const dnsZoneResource: Resource<DnsZoneRow, DnsZoneView> = {
  kind: 'dns_zone',
  table: dnsZones,
  projectOf: (row) => row.project_id,
  view: (row) => ({ ...commonViewOf(row), project: row.project_id }),
}
