import type { Owner } from '../../ovn/external-ids.ts'
import { ownSubnetsName } from '../../ovn/names.ts'
import { gatewayGroupRef, ownSubnetsRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { addressSet } from '../../ovn/tables/address-set.ts'
import { gatewayGroup } from '../../ovn/tables/ha-chassis-group.ts'
import { logicalRouter } from '../../ovn/tables/logical-router.ts'
import { externalPeer, routerPeer, routerPort } from '../../ovn/tables/logical-router-port.ts'
import { sourceNat } from '../../ovn/tables/nat.ts'
import { blockOf, familyOf } from '../ipam/index.ts'
import { raConfigs } from '../subnets/index.ts'
import { gatewayNodesOf } from './gateway-nodes.ts'
import type { LoadedGateway, LoadedInterface, RouterRoot } from './load.ts'
import { originRows } from './origin-rows.ts'
import { policyRows } from './policy-rows.ts'
import { routeRows } from './route-rows.ts'

/** A router on its way to rows. */
interface Draft {
  readonly site: Site
  readonly owner: Owner
  readonly router: RouterRoot
  /** the greatest packet that may come in by any of its ports */
  readonly greatestMtu: number
}

const inNetwork = (ip: string, cidr: string): string => `${ip}/${String(blockOf(cidr).prefixLength)}`

/** Who sends a packet that the other side's network cannot carry is told so (RFC 1191), and only where there can be one. */
const mtuOf = ({ greatestMtu }: Draft, mtuBytes: number): number | null => (mtuBytes < greatestMtu ? mtuBytes : null)

/** Who advertises is taken for a default router (RFC 4861 §6.3.4), so only the one that is the subnet's gateway does. */
const advertisementsOf = ({ site }: Draft, each: LoadedInterface): Readonly<Record<string, string>> =>
  each.ip === each.gateway ? raConfigs(each, site) : {}

const interfaceRows = (draft: Draft): readonly DesiredRow[] =>
  draft.router.interfaces.flatMap((each) => {
    const { owner, router } = draft
    const port = routerPort(owner, {
      ...{ id: each.id, mac: each.mac, networks: [inNetwork(each.ip, each.cidr)], gateways: null },
      mtuBytes: mtuOf(draft, each.mtuBytes),
      onGateway: router.distributed && router.gateway !== null && each.networkType !== 'overlay',
      advertisements: advertisementsOf(draft, each),
    })
    // A port that became the interface is the switch's end itself (features/ports/desired.ts).
    return each.portId === null ? [port, routerPeer(owner, { id: each.id, networkId: each.networkId })] : [port]
  })

const gatewayRows = (draft: Draft, gateway: LoadedGateway, nodes: readonly string[]): readonly DesiredRow[] => {
  const { owner, router } = draft
  const { id, distributed } = router
  const [first] = gateway.addresses
  if (first === undefined) return []
  return [
    // A router that is on one chassis as a whole has no port that is on one of several.
    ...(distributed ? gatewayGroup(owner, nodes) : []),
    routerPort(owner, {
      ...{ id, mac: first.mac, networks: gateway.addresses.map(({ ip, cidr }) => inNetwork(ip, cidr)) },
      gateways: distributed ? gatewayGroupRef(owner.deployment, id) : null,
      mtuBytes: mtuOf(draft, gateway.mtuBytes),
      onGateway: false,
      advertisements: {},
    }),
    externalPeer(owner, { id, networkId: gateway.networkId }),
  ]
}

const isIpv4 = ({ cidr }: { readonly cidr: string }): boolean => familyOf(cidr) === 4

const FAMILIES = [4, 6] as const

/**
 * A distributed router translates where packets leave by the gateway's port, and only there. One that is on one chassis does it at every port, so it is
 * told its own subnets, between which nothing is translated (features/floating-ips/desired.ts, too).
 */
const ownSubnetRows = ({ owner, router }: Draft): readonly DesiredRow[] =>
  router.distributed
    ? []
    : FAMILIES.flatMap((family) => {
        const addresses = router.interfaces.flatMap(({ cidr }) => (familyOf(cidr) === family ? [cidr] : []))
        const name = ownSubnetsName(router.id, family)
        const own = ownSubnetsRef(owner.deployment, router.id, family)
        return addresses.length === 0 ? [] : [addressSet(owner, own, { name, addresses })]
      })

/** IPv4 of each subnet leaves with the gateway's address. */
const snatRows = ({ owner, router }: Draft): readonly DesiredRow[] => {
  const { id: routerId, gateway, interfaces, distributed, snat } = router
  const address = gateway?.addresses.find(isIpv4)?.ip
  if (!snat || address === undefined) return []
  const except = distributed ? null : ownSubnetsRef(owner.deployment, routerId, 4)
  return interfaces
    .filter(isIpv4)
    .map(({ id, cidr }) => sourceNat(owner, { routerId, part: `snat:${id}`, inside: cidr, address, except }))
}

/**
 * A router with all of its parts. Distributed, each hypervisor routes for its own VMs, and what needs the outside goes to the chassis that has the
 * gateway's port; otherwise the router is on one chassis as a whole (ADR 40). Floating IPs, port forwards and load balancers bring their own rows to it.
 */
export const desiredRouter = (router: RouterRoot, site: Site): readonly DesiredRow[] => {
  const owner: Owner = { deployment: site.deployment, key: { kind: 'router', id: router.id } }
  const { name, projectId: project, gateway, interfaces } = router
  const mtus = [...interfaces, ...(gateway === null ? [] : [gateway])].map(({ mtuBytes }) => mtuBytes)
  const draft: Draft = { site, owner, router, greatestMtu: Math.max(...mtus) }
  const nodes = gatewayNodesOf(
    { id: router.id, distributed: router.distributed, asked: router.askedNodes },
    router.nodes,
  )
  return [
    // An empty name is nobody's: without a node such a router is nowhere, rather than everywhere.
    logicalRouter(owner, { chassis: router.distributed ? null : (nodes[0] ?? ''), labels: { name, project } }),
    ...interfaceRows(draft),
    ...(gateway === null ? [] : gatewayRows(draft, gateway, nodes)),
    ...ownSubnetRows(draft),
    ...snatRows(draft),
    ...routeRows(owner, router),
    ...policyRows(owner, router.policies),
    ...originRows(owner, router),
  ]
}
