import type { Owner } from '../../ovn/external-ids.ts'
import { addressIn, all, any, fromInterface } from '../../ovn/match.ts'
import { routerPortName } from '../../ovn/names.ts'
import { ROUTER_POLICY_PRIORITY } from '../../ovn/priorities.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import { routerPolicy } from '../../ovn/tables/router-policy.ts'
import { blockOf } from '../ipam/index.ts'
import type { RouterRoot } from './load.ts'

/** Blocks of subnets in networks of other projects, by the port that is in them. */
const foreignBlocks = ({ id, interfaces, gateway }: RouterRoot): readonly { port: string; cidr: string }[] => [
  ...interfaces.filter(({ isForeign }) => isForeign).map(({ id: port, cidr }) => ({ port, cidr })),
  ...(gateway?.isForeign === true ? gateway.addresses.map(({ cidr }) => ({ port: id, cidr })) : []),
]

/**
 * What comes from the project's own networks is not from a network that is only shared with it, whatever its source says. There a project is free to let its
 * ports send from any address; by its router they would speak to others as one of them, for whom their security groups may be open. Translation
 * comes later, so what the router itself gives an address of the external network has its own source here.
 */
export const originRows = (owner: Owner, router: RouterRoot): readonly DesiredRow[] => {
  const own = router.interfaces.filter(({ isForeign }) => !isForeign)
  if (own.length === 0) return []
  const inside = any(...own.map(({ id }) => fromInterface(routerPortName(id))))
  return foreignBlocks(router).map(({ port, cidr }) =>
    routerPolicy(owner, {
      part: `origin:${port}:${cidr}`,
      priority: ROUTER_POLICY_PRIORITY,
      match: all(inside, addressIn('src', blockOf(cidr))),
      action: 'drop',
      nextHops: [],
    }),
  )
}
