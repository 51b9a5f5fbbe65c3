import { loadBalancerPoolRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const loadBalancerPool: DerivedKind = {
  kind: 'load_balancer_pool',
  routes: loadBalancerPoolRoutes,
  description: 'Members that take connections for the listeners that name the pool.',
  hints: {
    health_check: {
      text: 'How members that are ports are probed: by a TCP connection, or a UDP packet that no ICMP error answers. Left out: every member counts as healthy.',
    },
    member_counts: { text: 'How many members it has.' },
  },
}
