import { dnsForwarderRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const dnsForwarder: DerivedKind = {
  kind: 'dns_forwarder',
  routes: dnsForwarderRoutes,
  description:
    'Where a network asks for names that are not of the deployment. Zones of the project come before any forwarder; of several the one with the longest domain is asked.',
  hints: {
    domain: { text: 'Names within it are asked there. Left out: all names that no zone and no other forwarder has.' },
    servers: {
      text: 'Up to 8 addresses with an optional port, asked in this order: the next one when one does not answer.',
    },
  },
}
