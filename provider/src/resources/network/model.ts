import type { CreateNetwork, Network as View, UpdateNetwork } from '@quantumnet/api'
import type { z } from 'zod'
import type { Drafts, Knowns } from '../../framework/index.ts'
import { commonBody, commonState } from '../kit/common.ts'
import { given } from '../kit/given.ts'
import type { Network } from './schema.ts'

/** Conversion between Terraform's values and the API's. */

const dhcpBody = (values: Drafts<Network>): { enabled?: boolean | undefined; lease_time?: number | undefined } => {
  const dhcp = given(values.dhcp)
  return { enabled: given(dhcp?.enabled ?? null), lease_time: given(dhcp?.lease_time ?? null) }
}

export const createBody = (values: Drafts<Network>): z.input<typeof CreateNetwork> => ({
  ...commonBody(values),
  name: given(values.name) ?? '',
  project: given(values.project) ?? '',
  // What else a type may be, the API's schema decides, for whose check this is made too.
  type: given(values.type) as View['type'] | undefined,
  mtu: given(values.mtu),
  dhcp: dhcpBody(values),
})

export const updateBody = (values: Drafts<Network>): z.input<typeof UpdateNetwork> => ({
  ...commonBody(values),
  name: given(values.name),
  mtu: given(values.mtu),
  dhcp: dhcpBody(values),
})

export const stateOf = (view: View): Knowns<Network> => ({
  id: view.id,
  project: view.project,
  ...commonState(view),
  type: view.type,
  mtu: view.mtu,
  dhcp: view.dhcp,
})
