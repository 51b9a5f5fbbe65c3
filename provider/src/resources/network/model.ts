import type { CreateNetwork, Network as View, UpdateNetwork } from '@quantumnet/api'
import type { z } from 'zod'
import type { Drafts, Knowns } from '../../framework/index.ts'
import { commonBody, commonState } from '../kit/common.ts'
import { given, objects, orNull, texts } from '../kit/given.ts'
import { staticRouteBody } from '../kit/static-route.ts'
import type { Network } from './schema.ts'

/** Conversion between Terraform's values and the API's. */

const dhcpBody = (values: Drafts<Network>): z.input<typeof UpdateNetwork>['dhcp'] => {
  const dhcp = given(values.dhcp)
  return (
    dhcp && {
      enabled: given(dhcp.enabled),
      lease_time: given(dhcp.lease_time),
      ntp_servers: texts(dhcp.ntp_servers),
      dns_servers: texts(dhcp.dns_servers),
      domain_name: orNull(dhcp.domain_name),
      static_routes: objects(dhcp.static_routes, staticRouteBody),
    }
  )
}

/** Stands for a project while a configuration is checked. */
const PENDING_PROJECT = '00000000-0000-7000-8000-000000000000'

/** What create and update requests have in common. */
const changeable = (values: Drafts<Network>): Omit<z.input<typeof UpdateNetwork>, 'name'> => ({
  ...commonBody(values),
  mtu: given(values.mtu),
  multicast: given(values.multicast),
  dhcp: dhcpBody(values),
  port_security_default: given(values.port_security_default),
  shared_with: texts(values.shared_with),
})

export const createBody = (values: Drafts<Network>): z.input<typeof CreateNetwork> => ({
  ...changeable(values),
  name: given(values.name) ?? '',
  // Left to the provider's configuration it is some project, which only apply has to know.
  project: given(values.project) ?? PENDING_PROJECT,
  // What else a type may be, the API's schema decides, for whose check this is made too.
  type: given(values.type) as View['type'] | undefined,
  physical_network: orNull(values.physical_network),
  segment_id: orNull(values.segment_id),
})

export const updateBody = (values: Drafts<Network>): z.input<typeof UpdateNetwork> => ({
  ...changeable(values),
  name: given(values.name),
})

export const stateOf = (view: View): Knowns<Network> => ({
  id: view.id,
  project: view.project,
  ...commonState(view),
  type: view.type,
  physical_network: view.physical_network,
  segment_id: view.segment_id,
  mtu: view.mtu,
  multicast: view.multicast,
  dhcp: view.dhcp,
  port_security_default: view.port_security_default,
  shared_with: view.shared_with,
  routers: view.routers,
})
