import { routerPolicyRouteRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'
import type { Hints } from '../kit/derive/hints.ts'

const portRange: Hints = { min: { text: 'First port.' }, max: { text: 'Last port; it belongs to the range.' } }

export const routerPolicyRoute: DerivedKind = {
  kind: 'router_policy_route',
  routes: routerPolicyRouteRoutes,
  description: 'A rule of a router that decides on packets before its routes do.',
  hints: {
    priority: { text: 'From 0 to 29999: the greatest that matches decides.' },
    action: { text: '`allow`: as the routes say; `drop`; `reroute`: to one of `next_hops`.' },
    next_hops: {
      set: true,
      text: 'With `reroute`: up to 16 addresses of one family in subnets of the router. Several share the traffic by flow.',
    },
    match: {
      text: 'All that is given must hold. `{}`: every packet.',
      fields: {
        source: { text: 'Block that the packet comes from. Left out: anywhere.' },
        destination: { text: 'Block that the packet goes to. Left out: anywhere.' },
        protocol: { text: 'A name such as `tcp`, a number from 0 to 255, or `any`. Default: `any`.' },
        source_ports: { text: 'With tcp, udp or sctp. Left out: any.', fields: portRange },
        destination_ports: { text: 'With tcp, udp or sctp. Left out: any.', fields: portRange },
        inbound_interface: {
          text: 'Id of the interface of this router that the packet came in by. Left out: any.',
        },
      },
    },
  },
  together: ['action', 'next_hops'],
}
