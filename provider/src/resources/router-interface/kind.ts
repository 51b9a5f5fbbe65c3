import { routerInterfaceRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const routerInterface: DerivedKind = {
  kind: 'router_interface',
  routes: routerInterfaceRoutes,
  description: "A router's place in a subnet. A router has at most one in each subnet, and its subnets do not overlap.",
  hints: {
    network: { steady: true, text: 'Id of the network that the subnet is in.' },
    subnet: { text: 'Id of the subnet. Either this or `port`.', follows: ['port'] },
    port: {
      text: 'Id of a port with one address that no VM has, and that becomes the interface. Either this or `subnet`.',
      follows: ['subnet'],
    },
    ip: {
      text: 'Its address, with `subnet` only. Default: the gateway of the subnet.',
      follows: ['subnet', 'port'],
    },
    mac: { steady: true, text: 'Its MAC address.' },
  },
}
