import type { CreateRouterInterface, Referrer, UpdateRouterInterface } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { createPart, deletePart, updatePart } from '../../resource-kit/part-commands.ts'
import { releaseAddresses, requireAddresses, type AddressHints } from '../ipam/index.ts'
import { networkResource, type NetworkRow } from '../networks/index.ts'
import { portResource } from '../ports/index.ts'
import {
  balancerKeys,
  checkDisjoint,
  connectedSubnets,
  keepFacedSubnets,
  liesIn,
  requireUsable,
  routesOf,
  type RouterRow,
} from '../routers/index.ts'
import { lockSubnets, subnetResource, type SubnetRow } from '../subnets/index.ts'
import { interfaceAddress, portAddress } from './rules.ts'
import { generationOf, interfaces, interfaceReferrers, type InterfaceColumns, type InterfaceRow } from './store.ts'
import { interfaceResource, type RouterInterfaceView } from './view.ts'

/** Interfaces take addresses by this process's guess at free ones. */
export interface RouterInterfacesCtx extends Ctx {
  readonly free: AddressHints
}

/** What an interface is made from, with what the request names locked. */
interface Work {
  readonly tx: Tx
  readonly caller: Caller
  readonly router: RouterRow
}

interface Joined {
  readonly subnet: SubnetRow
  readonly network: NetworkRow
}

/** A subnet that the router's project may put an interface into. @throws DomainError reference_not_found, being_deleted, invalid_state */
const joinSubnet = async ({ tx, caller, router }: Work, pointer: string, id: string): Promise<Joined> => {
  const subnet = await lockParent(tx, caller, { resource: subnetResource, pointer, id, need: 'read' })
  const reference = { resource: networkResource, pointer, id: subnet.network_id, need: 'read', lock: 'kept' } as const
  const network = await lockParent(tx, caller, reference)
  requireUsable(network, { pointer, id: network.id, project: router.project_id })
  if (network.type !== 'external') return { subnet, network }
  throw fieldError('invalid_state', {
    pointer,
    message: `subnet "${subnet.name}" is one of external network "${network.name}"`,
    value: id,
    allowed: "a subnet of another network; an external network is reached by the router's external_gateway",
  })
}

/**
 * The router is locked, so nobody else connects it meanwhile. What it faces counts as well: a guest whose own subnet is one of a shared or an external network
 * would answer there for addresses of others. @throws DomainError already_exists, cidr_overlaps
 */
const requireRoom = async ({ tx, router }: Work, pointer: string, { subnet, network }: Joined): Promise<void> => {
  const subnets = await connectedSubnets(tx, router.id)
  const other = subnets.find(({ id }) => id === subnet.id)
  if (other !== undefined)
    throw fieldError('already_exists', {
      pointer,
      message: `router "${router.name}" has an interface in subnet "${subnet.name}" already: ${other.interface_id ?? other.ip}`,
      value: subnet.id,
      allowed: 'a subnet that the router is not connected to',
    })
  checkDisjoint(pointer, { name: router.name, subnets }, subnet)
  checkDisjoint(pointer, { name: router.name, subnets: await keepFacedSubnets(tx, router.id) }, subnet)
  if (network.project_id === router.project_id) return
  for (const beside of await lockSubnets(tx, network.id)) checkDisjoint(pointer, { name: router.name, subnets }, beside)
}

const portTaken = (port: string): DomainError =>
  fieldError('already_exists', {
    pointer: '/port',
    message: 'is an interface of a router already',
    value: port,
    allowed: 'a port that no router has',
  })

type Place = Pick<InterfaceColumns, 'network_id' | 'subnet_id' | 'port_id' | 'ip' | 'mac'>

/** The interface has an address of its own, or the gateway's, whose MAC address it takes along. */
const placeInSubnet = async (
  work: Work,
  free: AddressHints,
  wanted: { readonly id: string; readonly subnet: string; readonly ip: string | undefined },
): Promise<Place> => {
  const { tx, router } = work
  const joined = await joinSubnet(work, '/subnet', wanted.subnet)
  await requireRoom(work, '/subnet', joined)
  const { subnet, network } = joined
  const ip = interfaceAddress(subnet, wanted.ip, network.project_id === router.project_id)
  const [taken] = await requireAddresses(tx, free, [
    {
      owner: { kind: 'router_interface', id: wanted.id },
      project: router.project_id,
      type: 'router',
      place: { kind: 'given', subnet, ip },
      pointer: '/ip',
      ownMac: true,
    },
  ])
  if (taken?.mac == null) throw new Error('an address was taken without its MAC address')
  return { network_id: network.id, subnet_id: subnet.id, port_id: null, ip, mac: taken.mac }
}

/** The interface is the port: the address and the MAC address stay the port's. */
const placeOfPort = async (work: Work, id: string): Promise<Place> => {
  const { tx, caller, router } = work
  const reference = { resource: portResource, pointer: '/port', id, need: 'read', lock: 'kept' } as const
  const port = await lockParent(tx, caller, reference)
  const { subnet: subnetId, ip } = portAddress(port, router.project_id)
  const joined = await joinSubnet(work, '/port', subnetId)
  await requireRoom(work, '/port', joined)
  const { subnet, network } = joined
  return { network_id: network.id, subnet_id: subnet.id, port_id: port.id, ip, mac: port.mac }
}

/** What else an interface changes: a port is another thing in OVN while it is one, and load balancers have other clients. */
const keysOf = async (
  tx: Tx,
  { router_id: router, port_id: id }: Pick<InterfaceColumns, 'router_id' | 'port_id'>,
): Promise<DirtyKey[]> => [...(id === null ? [] : [{ kind: 'port', id } as const]), ...(await balancerKeys(tx, router))]

export const createRouterInterface = async (
  ctx: RouterInterfacesCtx,
  caller: Caller,
  request: CreateRouterInterface,
): Promise<RouterInterfaceView> => {
  const { router: id, subnet = '', port, ip } = request
  const refusals = { router_interface_port: () => portTaken(port ?? '') }
  const named = { pointer: '/router', id }
  return await createPart(
    { ctx, caller, resource: interfaceResource, refusals, in: named },
    request,
    async (tx, made, router) => {
      const work = { tx, caller, router }
      const place =
        port === undefined
          ? await placeInSubnet(work, ctx.free, { id: made.id, subnet, ip })
          : await placeOfPort(work, port)
      await interfaces.insert(tx, { ...made, ...place, router_id: router.id })
      return await keysOf(tx, { ...place, router_id: router.id })
    },
  )
}

export const updateRouterInterface = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateRouterInterface,
): Promise<RouterInterfaceView> =>
  await updatePart({ ctx, caller, resource: interfaceResource, id }, { wanted: () => patch })

/** Routes whose next hop the router would not reach any more. */
const strandedRoutes = async (tx: Tx, { router_id: router, subnet_id: subnet }: InterfaceRow): Promise<Referrer[]> => {
  const cidr = (await connectedSubnets(tx, router)).find(({ id }) => id === subnet)?.cidr
  if (cidr === undefined) return []
  return (await routesOf(tx, router))
    .filter(({ next_hops: hops }) => hops.some((hop) => liesIn(cidr, hop)))
    .map(({ kind, id, name }) => ({ kind, id, name }))
}

/** Refused while something needs it. Its address goes back when OVN has confirmed: a gateway's to the subnet. */
export const deleteRouterInterface = async (ctx: Ctx, caller: Caller, id: string): Promise<RouterInterfaceView> =>
  await deletePart(
    { ctx, caller, resource: interfaceResource, id },
    {
      referrers: async (tx, row) => [...(await strandedRoutes(tx, row)), ...(await interfaceReferrers(tx, row))],
      apply: async (tx, row) => {
        const { router_id: router } = row
        const generation = (await generationOf(tx, router)) + 1
        await releaseAddresses(tx, { kind: 'router_interface', id }, { root: router, generation })
        return await keysOf(tx, row)
      },
    },
  )
