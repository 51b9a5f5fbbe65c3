import type { Address, AddressType as ShownType } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import type { AddressType } from '../ipam/index.ts'
import { allocations, type AllocationRow } from './store.ts'

export type AddressView = z.input<typeof Address>

/** What the API calls the types of rows. */
export const shownType: Readonly<Record<AddressType, ShownType>> = {
  dynamic: 'dynamic',
  static: 'static',
  reserved: 'reserved',
  gateway: 'gateway',
  dns: 'reserved',
  floating: 'floating',
  router: 'gateway',
  vip: 'static',
}

/** Types of rows by what the API calls them. */
export const typesOf = (shown: ShownType): AddressType[] =>
  (Object.keys(shownType) as AddressType[]).filter((type) => shownType[type] === shown)

const view = (row: AllocationRow): AddressView => ({
  ...commonViewOf(row),
  name: row.is_reserved ? row.name : null,
  project: row.project_id,
  network: row.network_id,
  subnet: row.subnet_id,
  ip: row.ip,
  type: shownType[row.type],
  state: row.state,
  owner: { kind: row.owner_kind, id: row.owner_id },
  port: row.owner_kind === 'port' && row.state !== 'held' ? row.owner_id : null,
  mac: row.mac,
  hostname: row.hostname,
  since: row.since.toISOString(),
  hold_until: row.hold_until?.toISOString() ?? null,
})

export const allocationResource: Resource<AllocationRow, AddressView> = {
  kind: 'address',
  table: allocations,
  realizedAtCommit: true,
  removedAtCommit: true,
  projectOf: (row) => row.project_id,
  // Who owns a shared network sees of others' addresses that they are taken, and by which project.
  sharedWith: (row) => [row.network_project],
  view,
  guestView: (row) => ({
    ...view(row),
    name: null,
    description: '',
    labels: {},
    owner: null,
    port: null,
    mac: null,
    hostname: null,
  }),
}
