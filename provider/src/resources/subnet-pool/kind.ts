import { subnetPoolRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const subnetPool: DerivedKind = {
  kind: 'subnet_pool',
  routes: subnetPoolRoutes,
  description: 'Blocks of addresses that subnets are carved from.',
  hints: {
    project: { fromProvider: true },
    prefixes: {
      set: true,
      text: 'Up to 64 disjoint blocks of one family that no other pool of the project has. Every block that was carved must stay inside.',
    },
    default_prefix_length: {
      text: 'Length of a subnet that asks for none in particular. Default: 24, IPv6 64, or that of the longest prefix.',
      follows: ['prefixes'],
    },
    min_prefix_length: {
      text: 'Length of the largest block that may be carved. Default: that of the shortest prefix.',
      follows: ['prefixes'],
    },
    max_prefix_length: {
      text: 'Length of the smallest block that may be carved. Default: 32, IPv6 128.',
      follows: ['prefixes'],
    },
  },
}
