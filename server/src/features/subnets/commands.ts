import type { CreateSubnet, UpdateSubnet } from '@quantumnet/api'
import { v7 } from 'uuid'
import type { Actor, Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import { createDigest } from '../../resource-kit/canonical.ts'
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

export const createSubnet = async (ctx: Ctx, actor: Actor, request: CreateSubnet): Promise<SubnetView> => {
  const id = request.id ?? v7()
  const digest = createDigest(request)
  const plan = planSubnet(request)
  const refusals = { ...nameRefusal(request.name), subnet_overlap: () => overlaps(request.cidr) }
  return await createResource({ ctx, actor, resource: subnetResource, id, refusals }, digest, async (tx) => {
    const network = await lockParent(tx, networkResource, '/network', request.network)
    // The exclusion constraint decides; this only finds the name to tell.
    const other = await findOverlapping(tx, network.id, request.cidr)
    if (other !== undefined) throw overlaps(request.cidr, other)
    const { name, description, labels, cidr } = request
    const row = await subnets.insert(tx, {
      ...{ id, name, description, labels, cidr, create_digest: digest, ...plan },
      project_id: network.project_id,
      network_id: network.id,
    })
    await reserve(tx, id, network.id, plan)
    return { row, dirty: [keyOf(id)] }
  })
}

/** Addresses in use stay when they are no longer in an allocation range. */
export const updateSubnet = async (ctx: Ctx, actor: Actor, id: string, patch: UpdateSubnet): Promise<SubnetView> => {
  const refusals = nameRefusal(patch.name)
  return await updateResource(
    { ctx, actor, resource: subnetResource, id, refusals },
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
export const deleteSubnet = async (ctx: Ctx, actor: Actor, id: string): Promise<SubnetView> =>
  await deleteResource(
    { ctx, actor, resource: subnetResource, id },
    {
      referrers: async (tx) => await subnetReferrers(tx, id),
      apply: async () => await Promise.resolve([keyOf(id)]),
    },
  )
