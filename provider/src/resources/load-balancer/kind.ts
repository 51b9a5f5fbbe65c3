import { loadBalancerRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const loadBalancer: DerivedKind = {
  kind: 'load_balancer',
  routes: loadBalancerRoutes,
  description:
    'Spreads connections to one address over members, by a hash of addresses and ports. Its listeners, pools and members are resources of their own.',
  hints: {
    project: { fromProvider: true },
    vip: {
      text: 'Where clients reach it: an address of a network or subnet, or a floating IP.',
      fields: {
        network: { text: 'Id of the network that the address is of.' },
        subnet: {
          text: 'Id of the subnet that the address is of.',
          follows: ['network'],
        },
        floating_ip: { text: 'Id of the floating IP that is the address; then none of the others is given.' },
        address: {
          text: 'The address. Default: the next free one; without a subnet, of the first of the network.',
          follows: ['network', 'subnet', 'floating_ip'],
        },
      },
    },
    listeners: {
      text: 'What it listens on, made as `quantumnet_load_balancer_listener`.',
      fields: { pool: { text: 'Id of the pool that connections go to.' } },
    },
    pools: { text: 'Its pools, made as `quantumnet_load_balancer_pool`.' },
  },
}
