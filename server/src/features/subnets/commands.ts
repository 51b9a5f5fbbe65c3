import { formatCidr, type CreateSubnet, type UpdateSubnet } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { blockOf, releaseAddresses, requireAddresses, type AddressHints, type Wish } from '../ipam/index.ts'
import { LEAST_IPV6_MTU, networkResource, type NetworkRow } from '../networks/index.ts'
import { carveBlock } from '../subnet-pools/index.ts'
import { checkRanges, planSubnet } from './rules.ts'
import { dependants, findOverlapping, isBehindRouter, insertSubnet, subnetReferrers, type SubnetRow } from './store.ts'
import { subnetResource, type SubnetView } from './view.ts'

/** Subnets enter their own addresses as anybody does. */
export interface SubnetsCtx extends Ctx {
  readonly free: AddressHints
}

const keyOf = (id: string): DirtyKey => ({ kind: 'subnet', id })

/** Seconds of hold-down: public addresses are remembered for long by those who spoke with them. */
const HOLD_DOWN_S = { private: 300, external: 86_400 } as const

const overlaps = (cidr: string, other?: { readonly name: string; readonly cidr: string }): DomainError =>
  fieldError('cidr_overlaps', {
    pointer: '/cidr',
    message: `${cidr} overlaps ${other === undefined ? 'another subnet of the network' : `subnet "${other.name}" (${other.cidr})`}`,
    value: cidr,
    allowed: 'a block that no other subnet of this network overlaps',
  })

/** Whose router it is may be no business of the caller's. */
const answeredFor = (cidr: string, { name }: NetworkRow): DomainError =>
  fieldError('cidr_overlaps', {
    pointer: '/cidr',
    message: `${cidr} overlaps a subnet behind a router of others on network "${name}", which would answer for addresses of both`,
    value: cidr,
    allowed: 'a block that no router on this network has behind it',
  })

interface Block {
  readonly cidr: string
  readonly pool_id: string | null
}

/** The block that was asked for, or one that is carved. @throws DomainError invalid_request, pool_exhausted */
const blockFor = async (tx: Tx, caller: Caller, request: CreateSubnet, project: string): Promise<Block> => {
  const { cidr, pool, prefix_length: prefixLength } = request
  const refuse = (pointer: string, message: string, allowed: string): DomainError =>
    fieldError('invalid_request', { pointer, message, allowed })
  if (pool === undefined) {
    if (prefixLength !== undefined)
      throw refuse('/prefix_length', 'is for blocks that are carved from a pool', 'a pool, or a cidr')
    if (cidr === undefined)
      throw refuse('/cidr', 'is missing, and so is a pool', 'a block such as 10.0.0.0/24, or a pool')
    return { cidr: formatCidr(blockOf(cidr)), pool_id: null }
  }
  if (cidr !== undefined && prefixLength !== undefined)
    throw refuse('/prefix_length', 'is told by cidr already', 'a cidr of the pool, or a prefix length')
  return { cidr: await carveBlock(tx, caller, { pool, project, cidr, prefixLength }), pool_id: pool }
}

const checkMtu = ({ mtu, name }: NetworkRow, cidr: string): void => {
  if (blockOf(cidr).family === 4 || mtu >= LEAST_IPV6_MTU) return
  throw fieldError('invalid_request', {
    pointer: '/cidr',
    message: `network "${name}" has an MTU of ${String(mtu)}, and IPv6 does not work below 1280 (RFC 8200)`,
    value: cidr,
    allowed: `an IPv4 block, or a network with an MTU of at least ${String(LEAST_IPV6_MTU)}`,
  })
}

/** The gateway and the DNS edge have MAC addresses of their own: OVN answers ARP with them. */
const reserve = async (tx: Tx, free: AddressHints, subnet: SubnetRow): Promise<void> => {
  const wish = (field: 'gateway' | 'dns_address', ip: string | null): Wish[] =>
    ip === null
      ? []
      : [
          {
            owner: { kind: 'subnet', id: subnet.id },
            project: subnet.project_id,
            pointer: `/${field}`,
            type: field === 'gateway' ? 'gateway' : 'dns',
            ownMac: true,
            place: { kind: 'given', subnet, ip },
          },
        ]
  await requireAddresses(tx, free, [...wish('gateway', subnet.gateway), ...wish('dns_address', subnet.dns_address)])
}

export const createSubnet = async (ctx: SubnetsCtx, caller: Caller, request: CreateSubnet): Promise<SubnetView> => {
  // What is wrong with the request alone is said before anything is looked at.
  if (request.cidr !== undefined) planSubnet({ ...request, cidr: request.cidr })
  const refusals: Refusals = {
    subnet_overlap: () => overlaps(request.cidr ?? 'the block'),
    // Only for a block that was asked for: what is carved is chosen under a lock.
    subnet_carved: () => overlaps(request.cidr ?? 'the block'),
  }
  return await createResource({ ctx, caller, resource: subnetResource, refusals }, request, async (tx, made) => {
    // Its MTU has to stay: IPv6 needs at least 1280. And no router may come to face it meanwhile, which keeps it as it is.
    const network = await lockParent(tx, caller, {
      resource: networkResource,
      pointer: '/network',
      id: request.network,
      lock: 'change',
    })
    const block = await blockFor(tx, caller, request, network.project_id)
    checkMtu(network, block.cidr)
    const plan = planSubnet({ ...request, cidr: block.cidr })
    // The exclusion constraint decides; this only finds the name to tell.
    const other = await findOverlapping(tx, network.id, block.cidr)
    if (other !== undefined) throw overlaps(block.cidr, other)
    if (await isBehindRouter(tx, network.id, block.cidr)) throw answeredFor(block.cidr, network)
    const row = await insertSubnet(tx, {
      ...made,
      ...block,
      ...plan,
      project_id: network.project_id,
      network_id: network.id,
      hold_down: request.hold_down ?? HOLD_DOWN_S[network.type === 'external' ? 'external' : 'private'],
      dns_servers: request.dns_servers,
      static_routes: request.static_routes,
    })
    const shown = { ...row, shared_with: network.shared_with, advertised: false }
    await reserve(tx, ctx.free, shown)
    return { row: shown, dirty: [keyOf(made.id)] }
  })
}

/** Addresses in use stay when they are no longer in an allocation range. */
export const updateSubnet = async (ctx: Ctx, caller: Caller, id: string, patch: UpdateSubnet): Promise<SubnetView> =>
  await updateResource(
    { ctx, caller, resource: subnetResource, id },
    {
      wanted: (row) => {
        const { allocation_ranges: ranges, reserved_ranges: reserved } = patch
        if (ranges !== undefined) checkRanges('allocation_ranges', row.cidr, ranges)
        if (reserved !== undefined) checkRanges('reserved_ranges', row.cidr, reserved)
        return patch
      },
      // The subnet's own key comes last, as a network's does: it is applied when all before it are.
      apply: async (tx) => [...(await dependants(tx, id)), keyOf(id)],
    },
  )

/** Refused while somebody has an address of the subnet. Gateway and DNS address stay entered until OVN has confirmed. */
export const deleteSubnet = async (ctx: Ctx, caller: Caller, id: string): Promise<SubnetView> =>
  await deleteResource(
    { ctx, caller, resource: subnetResource, id },
    {
      referrers: async (tx) => await subnetReferrers(tx, id),
      apply: async (tx, row) => {
        await releaseAddresses(tx, { kind: 'subnet', id }, { root: id, generation: row.generation + 1 })
        return [keyOf(id)]
      },
    },
  )
