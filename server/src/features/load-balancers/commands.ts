import type { CreateLoadBalancer, UpdateLoadBalancer } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { releaseAddresses, requireAddresses, type AddressHints } from '../ipam/index.ts'
import { floatingIpResource } from '../floating-ips/index.ts'
import { networkResource, placeInNetwork } from '../networks/index.ts'
import { lockProject } from '../projects/index.ts'
import { lockSubnets, subnetResource } from '../subnets/index.ts'
import { checkVipNetwork, vipPlace, type VipRequest } from './rules.ts'
import { balancerOf, insertLoadBalancer, memberFloatingIps, type LoadBalancerColumns } from './store.ts'
import { loadBalancerResource as resource, type LoadBalancerView } from './view.ts'

/** Load balancers take addresses from the subnets by this process's guess at free ones. */
export interface LoadBalancersCtx extends Ctx {
  readonly free: AddressHints
}

type Vip = Omit<LoadBalancerColumns, 'project_id'>

const refusalsOf = (ctx: Ctx, vip: VipRequest): Refusals => ({
  load_balancer_floating_ip: async () => {
    const other = await balancerOf(ctx.db, vip.floating_ip ?? '')
    return fieldError('already_exists', {
      pointer: '/vip/floating_ip',
      message: `is the address of load balancer ${other === undefined ? 'already' : `"${other.name}" (${other.id})`}`,
      value: vip.floating_ip,
      allowed: 'a floating IP of no load balancer, or more listeners for that one',
    })
  },
})

const takeFloatingIp = async (tx: Tx, caller: Caller, id: string, project: string): Promise<Vip> => {
  const pointer = '/vip/floating_ip'
  const floatingIp = await lockParent(tx, caller, { resource: floatingIpResource, pointer, id })
  if (floatingIp.project_id !== project)
    throw fieldError('invalid_request', {
      pointer,
      message: `floating IP "${floatingIp.name}" belongs to another project`,
      value: id,
      allowed: "a floating IP of the load balancer's project",
    })
  return { network_id: null, subnet_id: null, floating_ip_id: id, address: floatingIp.address }
}

/** The network of the request: its own words, or that of its subnet. */
const networkOf = async (tx: Tx, caller: Caller, vip: VipRequest): Promise<string> => {
  if (vip.network !== undefined) return vip.network
  const id = vip.subnet ?? ''
  return (await lockParent(tx, caller, { resource: subnetResource, pointer: '/vip/subnet', id, need: 'read' }))
    .network_id
}

const takeAddress = async (
  tx: Tx,
  { free, caller }: { readonly free: AddressHints; readonly caller: Caller },
  vip: VipRequest,
  owner: { readonly id: string; readonly project: string },
): Promise<Vip> => {
  const pointer = vip.network === undefined ? '/vip/subnet' : '/vip/network'
  const id = await networkOf(tx, caller, vip)
  const network = await lockParent(tx, caller, { resource: networkResource, pointer, id, need: 'read' })
  placeInNetwork(caller, network, owner.project, pointer)
  checkVipNetwork(network, vip)
  const place = vipPlace(vip, network, await lockSubnets(tx, network.id))
  const [taken] = await requireAddresses(tx, free, [
    {
      owner: { kind: 'load_balancer', id: owner.id },
      project: owner.project,
      type: 'vip',
      place,
      pointer: vip.address === undefined ? pointer : '/vip/address',
      ownMac: true,
    },
  ])
  if (taken === undefined) throw new Error('a wish has no address')
  return { network_id: network.id, subnet_id: taken.subnet, floating_ip_id: null, address: taken.ip }
}

/** What is dirty beside a load balancer that comes or goes: a floating IP is answered by the gateway while one needs it. */
const floatingIpKey = ({ floating_ip_id: id }: Pick<Vip, 'floating_ip_id'>): DirtyKey[] =>
  id === null ? [] : [{ kind: 'floating_ip', id }]

/** @throws DomainError */
export const createLoadBalancer = async (
  ctx: LoadBalancersCtx,
  caller: Caller,
  request: CreateLoadBalancer,
): Promise<LoadBalancerView> => {
  const { vip } = request
  const refusals = refusalsOf(ctx, vip)
  return await createResource({ ctx, caller, resource, refusals }, request, async (tx, made) => {
    const project = await lockProject(tx, caller, request.project)
    const place =
      vip.floating_ip === undefined
        ? await takeAddress(tx, { free: ctx.free, caller }, vip, { id: made.id, project: project.id })
        : await takeFloatingIp(tx, caller, vip.floating_ip, project.id)
    const row = await insertLoadBalancer(tx, { ...made, ...place, project_id: project.id })
    return {
      row,
      dirty: [{ kind: 'load_balancer', id: row.id }, ...floatingIpKey(place)],
    }
  })
}

export const updateLoadBalancer = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateLoadBalancer,
): Promise<LoadBalancerView> => await updateResource({ ctx, caller, resource, id }, { wanted: () => patch })

/** Its listeners, pools and members go with it; its address is free when OVN has confirmed. */
export const deleteLoadBalancer = async (ctx: Ctx, caller: Caller, id: string): Promise<LoadBalancerView> =>
  await deleteResource(
    { ctx, caller, resource, id },
    {
      apply: async (tx, row) => {
        await releaseAddresses(tx, { kind: 'load_balancer', id }, { root: id, generation: row.generation + 1 })
        return [
          { kind: 'load_balancer', id },
          ...floatingIpKey(row),
          ...(await memberFloatingIps(tx, { loadBalancer: id })),
        ]
      },
    },
  )
