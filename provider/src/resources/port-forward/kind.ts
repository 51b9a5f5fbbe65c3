import { portForwardRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const portForward: DerivedKind = {
  kind: 'port_forward',
  routes: portForwardRoutes,
  description:
    'One port of a floating IP that leads to one port of a VM. It goes before the port that the floating IP stands for, if any, which gets what no forward takes.',
  hints: {
    external_port: { text: 'Port of the floating IP.' },
    target: {
      text: 'Where it leads.',
      fields: {
        port: { text: 'Id of a port of the project that holds the floating IP.' },
        fixed_ip: {
          text: 'Address of the port. Default: the first one in the family of the floating IP.',
          follows: ['port'],
        },
        port_number: { text: 'Port of tcp, udp or sctp at the target.' },
      },
    },
    router: { text: 'Id of the router that translates it.' },
  },
}
