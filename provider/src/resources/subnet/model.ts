import type { CreateSubnet, Subnet as View, UpdateSubnet } from '@quantumnet/api'
import type { z } from 'zod'
import { isGiven, type Drafts, type Knowns } from '../../framework/index.ts'
import { commonBody, commonState } from '../kit/common.ts'
import { given } from '../kit/given.ts'
import { NONE } from '../kit/kinds.ts'
import type { Subnet } from './schema.ts'

/** Conversion between Terraform's values and the API's, where null means "none" and leaving out means "the default". */

const toNullable = (text: string | undefined): string | null | undefined => (text === NONE ? null : text)
const fromNullable = (address: string | null): string => address ?? NONE

const rangesBody = (values: Drafts<Subnet>): { start: string; end: string }[] | undefined =>
  given(values.allocation_ranges)
    ?.filter(isGiven)
    .map(({ start, end }) => ({ start: given(start) ?? '', end: given(end) ?? '' }))

export const createBody = (values: Drafts<Subnet>): z.input<typeof CreateSubnet> => ({
  ...commonBody(values),
  name: given(values.name) ?? '',
  network: given(values.network) ?? '',
  cidr: given(values.cidr) ?? '',
  gateway: toNullable(given(values.gateway)),
  dns_address: toNullable(given(values.dns_address)),
  allocation_ranges: rangesBody(values),
})

export const updateBody = (values: Drafts<Subnet>): z.input<typeof UpdateSubnet> => ({
  ...commonBody(values),
  name: given(values.name),
  allocation_ranges: rangesBody(values),
})

export const stateOf = (view: View): Knowns<Subnet> => ({
  id: view.id,
  project: view.project,
  network: view.network,
  ...commonState(view),
  cidr: view.cidr,
  gateway: fromNullable(view.gateway),
  dns_address: fromNullable(view.dns_address),
  allocation_ranges: view.allocation_ranges,
})
