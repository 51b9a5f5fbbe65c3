import type { CreateFloatingIp, UpdateFloatingIp } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { liveReferrers } from '../../resource-kit/referrers.ts'
import { releaseAddresses, requireAddresses, type AddressHints, type TakenAddress } from '../ipam/index.ts'
import { lockProject } from '../projects/index.ts'
import { lockExternalNetwork, placeIn, type ExternalNetwork } from '../routers/index.ts'
import { associate, type Association } from './associate.ts'
import {
  floatingIpAt,
  forwardRouter,
  insertFloatingIp,
  networkNamed,
  type FloatingIpColumns,
  type FloatingIpRow,
} from './store.ts'
import { floatingIpResource, type FloatingIpView } from './view.ts'

/** Floating IPs take addresses by this process's guess at free ones. */
export interface FloatingIpsCtx extends Ctx {
  readonly free: AddressHints
}

const keyOf = (id: string): DirtyKey => ({ kind: 'floating_ip', id })

const alreadyThere = (port: string, other: string): DomainError =>
  fieldError('already_exists', {
    pointer: '/port',
    message: `${other} stands for this address of the port already`,
    value: port,
    allowed: 'an address of a port that no floating IP stands for; several addresses of a port may have one each',
  })

const refusalsOf = (port: string | null | undefined): Refusals => ({
  floating_ip_fixed: () => alreadyThere(port ?? '', 'another floating IP, made at the same time,'),
})

/** Where a floating IP leads. */
type Target = Pick<FloatingIpColumns, 'port_id' | 'fixed_ip' | 'router_id'>

const NOWHERE: Target = { port_id: null, fixed_ip: null, router_id: null }

const targetOf = async (tx: Tx, caller: Caller, id: string, wanted: Omit<Association, 'at'>): Promise<Target> => {
  const { port, ip, router } = await associate(tx, caller, { ...wanted, at: '' })
  const other = await floatingIpAt(tx, port, ip)
  if (other !== undefined && other.id !== id) throw alreadyThere(port, `floating IP "${other.name}"`)
  return { port_id: port, fixed_ip: ip, router_id: router.id }
}

const take = async (
  tx: Tx,
  free: AddressHints,
  network: ExternalNetwork,
  { id, request }: { readonly id: string; readonly request: CreateFloatingIp },
): Promise<TakenAddress> => {
  const asked = { subnet: request.subnet, ip: request.address }
  const place = placeIn(network, asked, { network: '/network', subnet: '/subnet', ip: '/address' })
  const pointer = request.address === undefined ? '/network' : '/address'
  const owner = { kind: 'floating_ip', id } as const
  const [taken] = await requireAddresses(tx, free, [
    // The MAC address is for when the VM's hypervisor answers: one of the VM's own could be anybody's outside.
    { owner, project: request.project, type: 'floating', place, pointer, ownMac: true },
  ])
  if (taken === undefined) throw new Error('an address was taken and is not told')
  return taken
}

export const createFloatingIp = async (
  ctx: FloatingIpsCtx,
  caller: Caller,
  request: CreateFloatingIp,
): Promise<FloatingIpView> => {
  const refusals = refusalsOf(request.port)
  return await createResource({ ctx, caller, resource: floatingIpResource, refusals }, request, async (tx, made) => {
    const { distributed, port, fixed_ip: ip } = request
    const project = await lockProject(tx, caller, request.project)
    const network = await lockExternalNetwork(tx, caller, {
      pointer: '/network',
      id: request.network,
      project: project.id,
    })
    const { subnet, ip: address } = await take(tx, ctx.free, network, { id: made.id, request })
    const wanted = { project: project.id, network, address, ip, translator: null }
    const target = port === null ? NOWHERE : await targetOf(tx, caller, made.id, { ...wanted, port })
    const row = await insertFloatingIp(tx, {
      ...made,
      ...target,
      project_id: project.id,
      network_id: network.id,
      subnet_id: subnet,
      address,
      distributed,
    })
    return { row, dirty: [keyOf(made.id)] }
  })
}

/** Where a patch wants a floating IP to lead; empty when it stays. */
const patchedTarget = async (
  tx: Tx,
  caller: Caller,
  row: FloatingIpRow,
  { port: asked, fixed_ip: ip }: UpdateFloatingIp,
): Promise<Partial<Target>> => {
  if (asked === null) return NOWHERE
  const port = asked ?? row.port_id
  if (ip === undefined && (asked === undefined || asked === row.port_id)) return {}
  if (port === null)
    throw fieldError('invalid_state', {
      pointer: '/fixed_ip',
      message: 'the floating IP stands for no port',
      value: ip,
      allowed: 'a fixed_ip together with its port',
    })
  const translator = (await forwardRouter(tx, row.id)) ?? null
  const network = await networkNamed(tx, row.network_id)
  return await targetOf(tx, caller, row.id, {
    project: row.project_id,
    network,
    address: row.address,
    port,
    ip,
    translator,
  })
}

export const updateFloatingIp = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateFloatingIp,
): Promise<FloatingIpView> => {
  const { name, description, labels, distributed } = patch
  return await updateResource(
    { ctx, caller, resource: floatingIpResource, id, refusals: refusalsOf(patch.port) },
    {
      wanted: async (row, tx) => ({
        name,
        description,
        labels,
        distributed,
        ...(await patchedTarget(tx, caller, row, patch)),
      }),
    },
  )
}

/** Refused while a port forward or a load balancer uses it. Its address stays its own until OVN has confirmed, and then its project's for a while. */
export const deleteFloatingIp = async (ctx: Ctx, caller: Caller, id: string): Promise<FloatingIpView> =>
  await deleteResource(
    { ctx, caller, resource: floatingIpResource, id },
    {
      referrers: async (tx) =>
        await liveReferrers(tx, id, { port_forward: 'floating_ip_id', load_balancer: 'floating_ip_id' }),
      apply: async (tx, row) => {
        await releaseAddresses(tx, { kind: 'floating_ip', id }, { root: id, generation: row.generation + 1 })
        return [keyOf(id)]
      },
    },
  )
