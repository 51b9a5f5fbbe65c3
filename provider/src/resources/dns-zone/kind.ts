import { dnsZoneRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const dnsZone: DerivedKind = {
  kind: 'dns_zone',
  routes: dnsZoneRoutes,
  description:
    'A domain that a project answers for in its own networks, beside its own zone `<dns_label>.internal`, which is always there.',
  hints: {
    project: { fromProvider: true },
    name: {
      text: "The domain, such as `corp.example` or `5.10.in-addr.arpa`; not within the platform's own.",
    },
  },
}
