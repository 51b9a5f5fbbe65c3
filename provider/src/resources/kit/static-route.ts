import type { StaticRoute } from '@quantumnet/api'
import type { z } from 'zod'
import { objectList, required, type Drafts } from '../../framework/index.ts'
import { given } from './given.ts'
import { cidr, ip } from './kinds.ts'

/** Routes that DHCP tells the VMs, of a network and of a subnet. */

const attributes = {
  destination: required(cidr, 'IPv4 block that the route leads to.'),
  next_hop: required(ip, 'IPv4 address of the router on the way.'),
}

export const staticRoutes = objectList(attributes)

export const staticRouteBody = (route: Drafts<typeof attributes> | undefined): z.input<typeof StaticRoute> => ({
  destination: given(route?.destination) ?? '',
  next_hop: given(route?.next_hop) ?? '',
})
