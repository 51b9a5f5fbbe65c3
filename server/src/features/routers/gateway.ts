import type { Referrer, UpdateRouter } from '@quantumnet/api'
import type { Tx } from '../../db/pool.ts'
import { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { nameSome } from '../../resource-kit/refusals.ts'
import { toldTo } from '../../resource-kit/strangers.ts'
import { familyOf, releaseAddresses, requireAddresses, type AddressHints } from '../ipam/index.ts'
import { lockExternalNetwork, type ExternalNetwork } from './gateway-network.ts'
import { gatewayChange, gatewayPlaces, type AskedPlace } from './places.ts'
import { checkDisjoint, liesIn } from './rules.ts'
import { connectedSubnets, routesOf, translatedBy, type GatewayIp, type RouterColumns } from './store.ts'

/** The columns of an external gateway. */
export type GatewayColumns = Pick<RouterColumns, 'gateway_network_id' | 'gateway_fixed_ips' | 'gateway_snat'>

/** The columns of a router without one. */
export const NO_GATEWAY: GatewayColumns = {
  gateway_network_id: null,
  gateway_fixed_ips: [],
  gateway_snat: true,
}

/** A router whose gateway is made or changed. */
export interface GatewayOwner extends GatewayColumns {
  readonly id: string
  readonly name: string
  readonly project_id: string
  readonly generation: number
}

/** What a request wants of an external gateway; what is left out stays as it is. */
export type GatewayRequest = NonNullable<UpdateRouter['external_gateway']>

interface Work {
  readonly tx: Tx
  readonly caller: Caller
  readonly free: AddressHints
}

const byFamily = (a: GatewayIp, b: GatewayIp): number => familyOf(a.ip) - familyOf(b.ip)

/** Every address gets a MAC address of its own, which ends with it: the port on the external network has that of the first one that it has. */
const take = async (
  { tx, free }: Work,
  router: GatewayOwner,
  places: readonly AskedPlace[],
): Promise<readonly GatewayIp[]> => {
  const owner = { kind: 'router', id: router.id } as const
  const wishes = places.map(({ pointer, place }) => ({
    owner,
    project: router.project_id,
    type: 'router' as const,
    place,
    pointer,
    ownMac: true,
  }))
  const taken = await requireAddresses(tx, free, wishes)
  return taken.map(({ subnet, ip, mac }) => ({ subnet, ip, mac: mac ?? '' }))
}

const inUse = (router: GatewayOwner, referrers: readonly Referrer[]): DomainError =>
  new DomainError('in_use', `the external gateway of router "${router.name}" is in use by ${nameSome(referrers)}`, {
    referrers,
  })

/** What a router translates, and next hops in subnets that it would no longer be connected to. @throws DomainError in_use */
const requireUnused = async ({ tx, caller }: Work, router: GatewayOwner, next: GatewayColumns): Promise<void> => {
  if (router.gateway_network_id !== next.gateway_network_id) {
    const translated = toldTo(caller, await translatedBy(tx, router.id))
    if (translated.length > 0) throw inUse(router, translated)
  }
  const kept = new Set(next.gateway_fixed_ips.map(({ subnet }) => subnet))
  const gone = (await connectedSubnets(tx, router.id)).filter(
    ({ id, interface_id: own }) => own === null && !kept.has(id),
  )
  if (gone.length === 0) return
  const stranded = (await routesOf(tx, router.id)).filter(({ next_hops: hops }) =>
    hops.some((hop) => gone.some(({ cidr }) => liesIn(cidr, hop))),
  )
  if (stranded.length > 0)
    throw inUse(
      router,
      stranded.map(({ kind, id, name }) => ({ kind, id, name })),
    )
}

/**
 * A router would not know where to send what lies both in a subnet of its own and in the external network. Nor may its own be one of the network's other
 * subnets: it would answer there for addresses of others.
 */
const requireDisjoint = async (tx: Tx, router: GatewayOwner, network: ExternalNetwork): Promise<void> => {
  const connected = (await connectedSubnets(tx, router.id)).filter(({ interface_id: own }) => own !== null)
  for (const subnet of network.subnets)
    checkDisjoint('/external_gateway/network', { name: router.name, subnets: connected }, subnet)
}

const release = async (tx: Tx, router: GatewayOwner, ips: readonly GatewayIp[]): Promise<void> => {
  if (ips.length === 0) return
  const owner = { kind: 'router', id: router.id } as const
  await releaseAddresses(tx, owner, {
    root: router.id,
    generation: router.generation + 1,
    ips: ips.map(({ ip }) => ip),
  })
}

/**
 * Makes a router's external gateway what a request wants, and gives its columns. What it had before and no longer has stays its own until OVN
 * has confirmed.
 * @throws DomainError reference_not_found, invalid_state, in_use, cidr_overlaps, and what addresses are refused with
 */
export const settleGateway = async (
  work: Work,
  router: GatewayOwner,
  request: GatewayRequest | null,
): Promise<GatewayColumns> => {
  const { tx, caller } = work
  if (request === null) {
    await requireUnused(work, router, NO_GATEWAY)
    await release(tx, router, router.gateway_fixed_ips)
    return NO_GATEWAY
  }
  const stays = request.network === router.gateway_network_id
  const snat = request.snat ?? (stays ? router.gateway_snat : true)
  if (stays && request.fixed_ips === undefined) return { ...columnsOf(router), gateway_snat: snat }
  const pointer = '/external_gateway/network'
  const network = await lockExternalNetwork(tx, caller, { pointer, id: request.network, project: router.project_id })
  const current = stays ? router.gateway_fixed_ips : []
  const { kept, asked } = gatewayChange(current, gatewayPlaces(network, request.fixed_ips))
  const ips = [...kept, ...(await take(work, router, asked))].sort(byFamily)
  const next = { gateway_network_id: network.id, gateway_fixed_ips: ips, gateway_snat: snat }
  await requireDisjoint(tx, router, network)
  await requireUnused(work, router, next)
  await release(
    tx,
    router,
    router.gateway_fixed_ips.filter((ip) => !kept.includes(ip)),
  )
  return next
}

const columnsOf = (router: GatewayOwner): GatewayColumns => ({
  gateway_network_id: router.gateway_network_id,
  gateway_fixed_ips: router.gateway_fixed_ips,
  gateway_snat: router.gateway_snat,
})
