import * as z from 'zod'
import { AddressId, HostLabel, IpAddress, Mac, Name, NetworkId, PortId, ProjectId, SubnetId } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { nothing, pageOf, pageQuery, route } from './route.ts'

/**
 * What an address is for: any that a port was given (dynamic) or one that it asked for (static), one that is reserved ahead of its port or
 * for the platform (reserved), a router's (gateway), or one of a floating IP (floating).
 */
export const AddressType = z.enum(['dynamic', 'static', 'reserved', 'gateway', 'floating']).meta({ id: 'AddressType' })
/** What an address is for. */
export type AddressType = z.infer<typeof AddressType>

/**
 * Used: somebody has it. Releasing: given back, but OVN has not confirmed. Held: OVN has forgotten it; until the hold-down is over only the
 * project that had it may have it again, unless the subnet has no other left.
 */
export const AddressState = z.enum(['used', 'releasing', 'held']).meta({ id: 'AddressState' })
/** How free an address is. */
export type AddressState = z.infer<typeof AddressState>

/** The resource that has an address. */
const Owner = z.object({ kind: z.string().describe('for example "port"'), id: z.uuid() })

const what = {
  network: NetworkId,
  subnet: SubnetId,
  ip: IpAddress,
  type: AddressType,
  owner: Owner.nullable().describe("null: another project's"),
  mac: Mac.nullable(),
  hostname: HostLabel.nullable(),
}

/** An address that somebody has or has had a moment ago, or that is reserved for somebody. */
export const Address = z
  .object({
    id: AddressId,
    project: ProjectId.describe('who counts as its holder'),
    ...commonView,
    name: Name.nullable().describe('null: not reserved ahead by a request'),
    ...what,
    state: AddressState,
    port: PortId.nullable().describe('the port that has it'),
    since: z.iso.datetime(),
    hold_until: z.iso.datetime().nullable().describe('when the hold-down is over'),
  })
  .meta({ id: 'Address' })
/** An address as the API answers it. */
export type Address = z.infer<typeof Address>

/** What an address is reserved by; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateAddress = z
  .strictObject({
    id: AddressId.optional(),
    network: NetworkId,
    project: ProjectId.optional().describe("default: the network's; on a shared network that of the caller"),
    ...commonCreate,
    subnet: SubnetId.optional().describe('default: the one around `ip`, or the first of the network that has one free'),
    ip: IpAddress.optional().describe('default: any'),
    hostname: HostLabel.nullable().default(null).describe('of the port that takes it over, unless it says otherwise'),
    mac: Mac.nullable().default(null).describe('of the port that takes it over, unless it says otherwise'),
  })
  .meta({ id: 'CreateAddress' })
/** A request for an address, with its defaults filled in. */
export type CreateAddress = z.infer<typeof CreateAddress>

/** What of a reservation may change. A field that is left out stays as it is. */
export const UpdateAddress = z
  .strictObject({ ...commonUpdate, hostname: HostLabel.nullable().optional(), mac: Mac.nullable().optional() })
  .meta({ id: 'UpdateAddress' })
/** A change of a reservation. */
export type UpdateAddress = z.infer<typeof UpdateAddress>

/** Who had an address when. */
export const AddressTenure = z
  .object({
    project: ProjectId,
    ...what,
    from: z.iso.datetime(),
    until: z.iso.datetime().nullable().describe('null: still'),
  })
  .meta({ id: 'AddressTenure' })
/** Who had an address when. */
export type AddressTenure = z.infer<typeof AddressTenure>

const EXAMPLE = {
  ...{ network: exampleIds.network, subnet: exampleIds.subnet, ip: '10.0.0.10', type: 'reserved' },
  ...{ owner: { kind: 'address', id: exampleIds.address }, mac: null, hostname: 'db' },
}

/** Reserve, read, list, change and give back addresses; and who had one before. */
export const addressRoutes = {
  ...resourceRoutes({
    kind: 'address',
    plural: 'addresses',
    write: 'operator',
    tag: 'Addresses',
    id: AddressId,
    view: Address,
    create: CreateAddress,
    update: UpdateAddress,
    filters: {
      project: ProjectId.optional(),
      network: NetworkId.optional(),
      subnet: SubnetId.optional(),
      ip: IpAddress.optional(),
      type: AddressType.optional(),
      state: AddressState.optional(),
      port: PortId.optional(),
    },
    errors: {
      create: ['address_taken', 'address_outside_subnet', 'address_reserved', 'subnet_exhausted'],
      update: ['invalid_state'],
      delete: ['invalid_state'],
    },
    never: { update: ['being_deleted'] },
    examples: {
      view: {
        ...{ id: exampleIds.address, project: exampleIds.project, ...exampleCommon('db'), ...EXAMPLE },
        ...{ state: 'used', port: null, since: '2026-03-01T09:30:00.000Z', hold_until: null },
      },
      create: { network: exampleIds.network, name: 'db', ip: '10.0.0.10', hostname: 'db' },
      update: { hostname: 'db1' },
    },
  }),
  history: route({
    name: 'listAddressHistory',
    method: 'GET',
    path: '/v1/address-history',
    tag: 'Addresses',
    access: 'viewer',
    status: 200,
    summary:
      'Read who had which address when, newest first; as CSV (RFC 4180) with `format=csv` or `Accept: text/csv`, where a `Link` header with `rel="next"` leads to the next page.',
    params: nothing,
    query: z.strictObject({
      ...pageQuery,
      project: ProjectId.optional(),
      network: NetworkId.optional(),
      ip: IpAddress.optional(),
      at: z.iso.datetime({ offset: true }).optional().describe('who had it at this time'),
      from: z.iso.datetime({ offset: true }).optional().describe('who had it after this time'),
      to: z.iso.datetime({ offset: true }).optional().describe('who had it before this time'),
      format: z.enum(['json', 'csv']).optional(),
    }),
    body: undefined,
    answer: pageOf(AddressTenure),
    otherTypes: ['text/csv'],
    events: undefined,
    errors: [],
    example: {
      answer: {
        items: [
          {
            project: exampleIds.project,
            ...EXAMPLE,
            from: '2026-03-01T09:30:00.000Z',
            until: '2026-03-02T10:00:00.000Z',
          },
        ],
        next_cursor: null,
      },
    },
  }),
} as const
