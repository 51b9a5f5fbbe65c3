import { routerRouteRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const routerRoute: DerivedKind = {
  kind: 'router_route',
  routes: routerRouteRoutes,
  description:
    'A static route of a router. The longest matching destination wins; several with the same destination and different next hops share the traffic by flow (ECMP).',
  hints: {
    destination: {
      text: 'Block that it leads to. `0.0.0.0/0` and `::/0` take the place of the route to the external gateway.',
    },
    next_hop: { text: 'Address in a subnet that the router is connected to.' },
  },
}
