import { routerRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const router: DerivedKind = {
  kind: 'router',
  routes: routerRoutes,
  description:
    'Routes between subnets, and to an external network. Its interfaces and routes are resources of their own.',
  hints: {
    project: { fromProvider: true },
    distributed: {
      text: 'Whether each hypervisor routes for its own VMs; `false`: all traffic passes through one gateway node. Default: `true`.',
    },
    gateway_nodes: {
      text: 'Up to 5 nodes that may carry the gateway, the preferred one first. `[]`: the server chooses.',
    },
    external_gateway: {
      text: 'How it reaches an external network, with a default route to the gateway of each of its subnets. Left out: not at all.',
      fields: {
        network: { text: 'Id of the external network.' },
        fixed_ips: {
          text: 'At most one address of each family. Default: one of each family that the network has a subnet of at that moment: name subnets of the same configuration in `depends_on`.',
          follows: ['network'],
          fields: {
            subnet: { text: 'Id of the subnet. Default: the one around `ip`, else any with room.', follows: ['ip'] },
            ip: { text: 'The address. Default: the next free one.', follows: ['subnet'] },
          },
        },
        snat: {
          text: 'Whether IPv4 from the subnets leaves with the address of the gateway; never between subnets of the router. Default: `true`.',
        },
      },
    },
    interfaces: { text: 'Its interfaces, which are made as `quantumnet_router_interface`.' },
    routes: { text: 'Its static routes, which are made as `quantumnet_router_route`.' },
    policy_routes: { text: 'Its policy routes, which are made as `quantumnet_router_policy_route`.' },
  },
}
