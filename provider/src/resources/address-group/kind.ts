import { addressGroupRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const addressGroup: DerivedKind = {
  kind: 'address_group',
  routes: addressGroupRoutes,
  description: 'Blocks of addresses that rules refer to by one name.',
  hints: {
    project: { fromProvider: true },
    cidrs: { set: true, text: 'Up to 1000 IPv4 and IPv6 blocks, none of them within another.' },
  },
}
