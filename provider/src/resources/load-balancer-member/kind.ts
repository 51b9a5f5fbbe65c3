import { loadBalancerMemberRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const loadBalancerMember: DerivedKind = {
  kind: 'load_balancer_member',
  routes: loadBalancerMemberRoutes,
  description: 'One target of a pool: an address of a port, or an address that no port of the deployment has.',
  hints: {
    pool: { text: 'Id of the pool.' },
    load_balancer: { steady: true, text: 'Id of the load balancer that the pool belongs to.' },
    target: {
      text: 'Where connections go.',
      fields: {
        port: { text: "Id of a port of the load balancer's project. Either this or `ip`." },
        fixed_ip: {
          text: "Address of the port. Default: the first one in the family of the load balancer's.",
          follows: ['port'],
        },
        ip: { text: 'Any address that no port has; it is not probed. Either this or `port`.', follows: ['port'] },
        port_number: { text: 'Port of tcp, udp or sctp at the target.' },
      },
    },
    enabled: {
      text: '`false`: it takes no new connections; those that it has go on until one side ends them. Default: `true`.',
    },
    draining: { text: '`true`: it takes no new connections, and keeps those that it has. Default: `false`.' },
    health: {
      text: '`healthy` or `unhealthy`; `unknown` until the first result, without a health check, and for a target that is no port.',
    },
  },
}
