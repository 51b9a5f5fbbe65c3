import type { CreateSubnet, UpdateSubnet } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { nameTaken } from '../../resource-kit/refusals.ts'
import { networkResource } from '../networks/index.ts'
import { unusedMacs } from './macs.ts'
import { checkRanges, planSubnet, type SubnetPlan } from './rules.ts'
import { findOverlapping, insertReserved, subnetReferrers, subnets, type ReservedAddress } from './store.ts'
import { subnetResource, type SubnetView } from './view.ts'

const keyOf = (id: string): DirtyKey => ({ kind: 'subnet', id })

const nameRefusal = (name: string | undefined): Refusals => ({
  subnet_name: () => nameTaken('subnet', name ?? '', 'of this network'),
})

const overlaps = (cidr: string, other?: { readonly name: string; readonly cidr: string }): DomainError =>
  fieldError('cidr_overlaps', {
    pointer: '/cidr',
    message: `${cidr} overlaps ${other === undefined ? 'another subnet of the network' : `subnet "${other.name}" (${other.cidr})`}`,
    value: cidr,
    allowed: 'a block that no other subnet of this network overlaps',
  })

/** The gateway and the DNS edge have MAC addresses of their own: OVN answers ARP with them. */
const reserve = async (tx: Tx, subnet: string, network: string, plan: SubnetPlan): Promise<void> => {
  const [gatewayMac = '', dnsMac = ''] = await unusedMacs(tx, network, 2)
  const addresses: ReservedAddress[] = []
  if (plan.gateway !== null) addresses.push({ ip: plan.gateway, type: 'gateway', mac: gatewayMac })
  if (plan.dns_address !== null) addresses.push({ ip: plan.dns_address, type: 'dns', mac: dnsMac })
  await insertReserved(tx, subnet, addresses)
}

export const createSubnet = async (ctx: Ctx, caller: Caller, request: CreateSubnet): Promise<SubnetView> => {
  const plan = planSubnet(request)
  const refusals = { ...nameRefusal(request.name), subnet_overlap: () => overlaps(request.cidr) }
  return await createResource({ ctx, caller, resource: subnetResource, refusals }, request, async (tx, made) => {
    const network = await lockParent(tx, caller, {
      resource: networkResource,
      pointer: '/network',
      id: request.network,
    })
    // The exclusion constraint decides; this only finds the name to tell.
    const other = await findOverlapping(tx, network.id, request.cidr)
    if (other !== undefined) throw overlaps(request.cidr, other)
    const row = await subnets.insert(tx, {
      ...{ ...made, ...plan, cidr: request.cidr },
      project_id: network.project_id,
      network_id: network.id,
    })
    await reserve(tx, made.id, network.id, plan)
    return { row, dirty: [keyOf(made.id)] }
  })
}

/** Addresses in use stay when they are no longer in an allocation range. */
export const updateSubnet = async (ctx: Ctx, caller: Caller, id: string, patch: UpdateSubnet): Promise<SubnetView> => {
  const refusals = nameRefusal(patch.name)
  return await updateResource(
    { ctx, caller, resource: subnetResource, id, refusals },
    {
      wanted: (row) => {
        if (patch.allocation_ranges !== undefined) checkRanges(row.cidr, patch.allocation_ranges)
        return patch
      },
      apply: async () => await Promise.resolve([keyOf(id)]),
    },
  )
}

/** Refused while a port has an address of the subnet. Gateway and DNS address stay entered until OVN has confirmed. */
export const deleteSubnet = async (ctx: Ctx, caller: Caller, id: string): Promise<SubnetView> =>
  await deleteResource(
    { ctx, caller, resource: subnetResource, id },
    {
      referrers: async (tx) => await subnetReferrers(tx, id),
      apply: async () => await Promise.resolve([keyOf(id)]),
    },
  )
