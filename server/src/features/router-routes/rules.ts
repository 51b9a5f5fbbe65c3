import { fieldError } from '../../errors.ts'
import { checkNextHop, checkSameFamily, type Connections } from '../routers/index.ts'

/** What a static route says. */
export interface StaticRoute {
  readonly destination: string
  readonly next_hop: string
}

/**
 * Whether a router can have this route.
 * @throws DomainError invalid_request, cidr_overlaps, address_outside_subnet, address_reserved
 */
export const checkRoute = (router: Connections, { destination, next_hop: nextHop }: StaticRoute): void => {
  checkSameFamily('/next_hop', nextHop, { what: 'destination', text: destination })
  checkNextHop('/next_hop', router, nextHop)
  const connected = router.subnets.find(({ cidr }) => cidr === destination)
  if (connected === undefined) return
  throw fieldError('cidr_overlaps', {
    pointer: '/destination',
    message: `is subnet "${connected.name}", which router "${router.name}" is connected to: the route would never be taken`,
    value: destination,
    allowed: 'a block that is not a connected subnet as a whole',
  })
}
