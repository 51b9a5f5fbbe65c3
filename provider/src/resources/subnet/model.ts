import { parseCidr, type CreateSubnet, type Subnet as View, type UpdateSubnet } from '@quantumnet/api'
import type { z } from 'zod'
import type { Drafts, Knowns } from '../../framework/index.ts'
import { commonBody, commonState } from '../kit/common.ts'
import { given, objects, texts } from '../kit/given.ts'
import { NONE } from '../kit/kinds.ts'
import { staticRouteBody } from '../kit/static-route.ts'
import type { Subnet } from './schema.ts'

/** Conversion between Terraform's values and the API's, where null means "none" and leaving out means "the default". */

const toNullable = (text: string | undefined): string | null | undefined => (text === NONE ? null : text)
const fromNullable = (address: string | null): string => address ?? NONE

const rangesBody = (values: Drafts<Subnet>['allocation_ranges']): { start: string; end: string }[] | undefined =>
  objects(values, (range) => ({ start: given(range?.start) ?? '', end: given(range?.end) ?? '' }))

/** What create and update requests have in common. */
const changeable = (values: Drafts<Subnet>): Omit<z.input<typeof UpdateSubnet>, 'name'> => ({
  ...commonBody(values),
  allocation_ranges: rangesBody(values.allocation_ranges),
  reserved_ranges: rangesBody(values.reserved_ranges),
  hold_down: given(values.hold_down),
  dns_servers: values.dns_servers === null ? null : texts(values.dns_servers),
  static_routes: values.static_routes === null ? null : objects(values.static_routes, staticRouteBody),
})

/** A block that is known tells its length itself. */
const blockBody = (values: Drafts<Subnet>): Pick<z.input<typeof CreateSubnet>, 'cidr' | 'pool' | 'prefix_length'> => ({
  cidr: given(values.cidr),
  pool: given(values.pool),
  prefix_length: given(values.cidr) === undefined ? given(values.prefix_length) : undefined,
})

export const createBody = (values: Drafts<Subnet>): z.input<typeof CreateSubnet> => ({
  ...changeable(values),
  name: given(values.name) ?? '',
  network: given(values.network) ?? '',
  ...blockBody(values),
  gateway: toNullable(given(values.gateway)),
  dns_address: toNullable(given(values.dns_address)),
  // What else a mode may be, the API's schema decides, for whose check this is made too.
  ipv6_mode: given(values.ipv6_mode) as View['ipv6_mode'] & string,
})

export const updateBody = (values: Drafts<Subnet>): z.input<typeof UpdateSubnet> => ({
  ...changeable(values),
  name: given(values.name),
})

/** The length of a block's prefix. @throws Error for text that is no block, which the API does not answer */
const prefixLengthOf = (cidr: string): number => {
  const block = parseCidr(cidr)
  if (block === undefined) throw new Error(`the API answered "${cidr}" for a block`)
  return block.prefixLength
}

export const stateOf = (view: View): Knowns<Subnet> => ({
  id: view.id,
  project: view.project,
  network: view.network,
  ...commonState(view),
  pool: view.pool,
  prefix_length: prefixLengthOf(view.cidr),
  cidr: view.cidr,
  gateway: fromNullable(view.gateway),
  dns_address: fromNullable(view.dns_address),
  allocation_ranges: view.allocation_ranges,
  reserved_ranges: view.reserved_ranges,
  ipv6_mode: view.ipv6_mode,
  hold_down: view.hold_down,
  dns_servers: view.dns_servers,
  static_routes: view.static_routes,
})
