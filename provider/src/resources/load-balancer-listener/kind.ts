import { loadBalancerListenerRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const loadBalancerListener: DerivedKind = {
  kind: 'load_balancer_listener',
  routes: loadBalancerListenerRoutes,
  description: "One protocol and port of a load balancer's address, and the pool that connections to it go to.",
  hints: {
    port: { text: 'Port of the address that clients connect to.' },
    pool: { text: 'Id of the pool that connections go to, of the same load balancer.' },
    hairpin: {
      text: 'Whether a member reaches itself by the address of the load balancer. Default: `true`.',
    },
    session_affinity: {
      text: "Whether a client comes to the same member again: it is chosen by the client's address, and stays while the members do. Default: `false`.",
    },
  },
}
