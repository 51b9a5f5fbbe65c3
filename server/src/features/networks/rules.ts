import { placementFaults, type CreateNetwork, type UpdateNetwork } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'
import type { Wanted } from '../../resource-kit/commands.ts'
import type { DependentKind, ShownNetworkRow } from './store.ts'

/** The columns as an update wants them. A field of `dhcp` that is left out stays as it is. */
export const patchedNetwork = ({ dhcp, shared_with: shared, ...patch }: UpdateNetwork): Wanted<ShownNetworkRow> => ({
  ...patch,
  dhcp_enabled: dhcp?.enabled,
  dhcp_lease_time: dhcp?.lease_time,
  dhcp_ntp_servers: dhcp?.ntp_servers,
  dhcp_dns_servers: dhcp?.dns_servers,
  dhcp_domain_name: dhcp?.domain_name,
  dhcp_static_routes: dhcp?.static_routes,
  shared_with: shared && [...new Set(shared)],
})

/** Kinds of what is rendered anew: DHCP options and router advertisements carry all these columns, and a port says whether it has any. */
export const dependentKinds = (changes: Partial<ShownNetworkRow>): readonly DependentKind[] => {
  if ('dhcp_enabled' in changes) return ['subnet', 'port', 'router']
  const isTold = Object.keys(changes).some((column) => column === 'mtu' || column.startsWith('dhcp_'))
  return isTold ? ['subnet', 'told_port', 'router'] : []
}

type Provider = Pick<CreateNetwork, 'type' | 'physical_network' | 'segment_id'>

/** Refuses a place on a wire that does not fit the type. @throws DomainError invalid_request */
export const checkProvider = ({ type, ...place }: Provider): void => {
  const given = { physical_network: place.physical_network !== null, segment_id: place.segment_id }
  const [fault] = placementFaults(type, given)
  if (fault === undefined) return
  const { field, message, allowed } = fault
  throw fieldError('invalid_request', { pointer: `/${field}`, message, value: place[field], allowed })
}

/** RFC 8200 §5: no link of IPv6 has a smaller one. */
export const LEAST_IPV6_MTU = 1280
