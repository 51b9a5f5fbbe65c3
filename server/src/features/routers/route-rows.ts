import type { Owner } from '../../ovn/external-ids.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import { bfdSession, staticRoute } from '../../ovn/tables/static-route.ts'
import type { LoadedRoute, RouterRoot } from './load.ts'
import { liesIn } from './rules.ts'

/** A subnet that the router is in, and by which of its ports: the interface's id, or the router's own. */
interface Connected {
  readonly cidr: string
  readonly port: string
}

const connectedOf = ({ id, interfaces, gateway }: RouterRoot): readonly Connected[] => [
  ...interfaces.map(({ id: port, cidr }) => ({ cidr, port })),
  ...(gateway?.addresses ?? []).map(({ cidr }) => ({ cidr, port: id })),
]

const DEFAULTS = ['0.0.0.0/0', '::/0']

/** The way to the outside, unless the user has one of his own. */
const defaultRoutes = ({ gateway, routes }: RouterRoot): readonly LoadedRoute[] =>
  (gateway?.addresses ?? []).flatMap(({ gateway: nextHop }) => {
    const destination = DEFAULTS.find((block) => nextHop !== null && liesIn(block, nextHop))
    if (nextHop === null || destination === undefined) return []
    if (routes.some((route) => route.destination === destination)) return []
    return [{ id: `default:${destination}`, destination, nextHop, bfd: false }]
  })

/**
 * Whether OVN can probe a next hop: it does so from where the router's port is, and the ports of a distributed router's interfaces are nowhere. A route
 * whose probe never runs would never be used, so such a one is taken without.
 */
export const isProbed = (router: Pick<RouterRoot, 'id' | 'distributed'>, port: string): boolean =>
  !router.distributed || port === router.id

/** Static routes with the probes that they need, and the default routes. */
export const routeRows = (owner: Owner, router: RouterRoot): readonly DesiredRow[] => {
  const connected = connectedOf(router)
  const sessions = new Map<string, DesiredRow>()
  const rows = [...defaultRoutes(router), ...router.routes].flatMap(({ id, destination, nextHop, bfd }) => {
    const port = connected.find(({ cidr }) => liesIn(cidr, nextHop))?.port
    // Refused when it is made, and interfaces stay while a route needs them.
    if (port === undefined) throw new Error(`next hop ${nextHop} lies in no subnet of the router`)
    const probed = bfd && isProbed(router, port)
    if (probed) sessions.set(nextHop, bfdSession(owner, { nextHop, port }))
    return [staticRoute(owner, { part: id, destination, nextHop, port, bfd: probed, labels: { rule: id } })]
  })
  return [...sessions.values(), ...rows]
}
