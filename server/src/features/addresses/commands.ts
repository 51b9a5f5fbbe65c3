import { NO_SUBNET, type CreateAddress, type UpdateAddress } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { record } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { DomainError, fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { differences } from '../../resource-kit/changes.ts'
import { createResource } from '../../resource-kit/commands.ts'
import { commit } from '../../resource-kit/commit.ts'
import { idTaken, inUse, notFound, referenceNotFound } from '../../resource-kit/refusals.ts'
import { requireReadable } from '../../resource-kit/resource.ts'
import {
  confirmGone,
  noteFreed,
  releaseAddresses,
  requireAddresses,
  type AddressHints,
  type Place,
} from '../ipam/index.ts'
import { lockNetworks, placeInNetwork } from '../networks/index.ts'
import { lockProject } from '../projects/index.ts'
import { checkPortAddress, lockSubnets, subnetAround, type SubnetRow } from '../subnets/index.ts'
import {
  allocations,
  forgetReservation,
  lockAllocation,
  ownerName,
  updateReservation,
  writeReservation,
  type AllocationRow,
  type ReservationColumns,
} from './store.ts'
import { allocationResource, type AddressView } from './view.ts'

/** Reservations take addresses as ports do. */
export interface AllocationsCtx extends Ctx {
  readonly free: AddressHints
}

const placeOf = (request: CreateAddress, subnets: readonly SubnetRow[]): Place => {
  const named = request.subnet === undefined ? undefined : subnets.find(({ id }) => id === request.subnet)
  if (request.subnet !== undefined && named === undefined) throw referenceNotFound('/subnet', 'subnet', request.subnet)
  if (request.ip !== undefined) {
    const subnet = named ?? subnetAround('/ip', request.ip, subnets)
    checkPortAddress('/ip', subnet, request.ip)
    return { kind: 'given', subnet, ip: request.ip }
  }
  const [first, ...rest] = named === undefined ? subnets : [named]
  if (first === undefined)
    throw fieldError('reference_not_found', {
      pointer: '/network',
      message: NO_SUBNET,
      value: request.network,
      allowed: 'a network with a subnet',
    })
  return { kind: 'any', subnets: [first, ...rest] }
}

/** Reserves an address ahead of the port that takes it over. */
export const createAddress = async (
  ctx: AllocationsCtx,
  caller: Caller,
  request: CreateAddress,
): Promise<AddressView> => {
  const refusals = { address_id: () => idTaken('address', request.id ?? '', 'that another request made') }
  return await createResource({ ctx, caller, resource: allocationResource, refusals }, request, async (tx, made) => {
    const [network] = await lockNetworks(tx, [request.network])
    if (network === undefined) throw referenceNotFound('/network', 'network', request.network)
    const { id: project } = await lockProject(tx, caller, placeInNetwork(caller, network, request.project))
    const place = placeOf(request, await lockSubnets(tx, network.id))
    const [taken] = await requireAddresses(tx, ctx.free, [
      {
        id: made.id,
        owner: { kind: 'address', id: made.id },
        project,
        type: 'reserved',
        place,
        pointer: request.ip === undefined ? '/subnet' : '/ip',
      },
    ])
    if (taken === undefined) throw new Error('no result for the reservation')
    await writeReservation(tx, made.id, request, made.create_digest)
    const row = await allocations.find(tx, made.id)
    if (row === undefined) throw new Error('a reservation that was just made is not there')
    return { row, dirty: [] }
  })
}

/** Locks a reservation. @throws DomainError not_found; invalid_state for an address that a port or the platform has by itself */
const lockReservation = async (tx: Tx, caller: Caller, id: string): Promise<AllocationRow> => {
  const missing = (): DomainError => notFound('address', id)
  const row = await lockAllocation(tx, id)
  if (row === undefined) throw missing()
  requireReadable(caller, allocationResource, row, missing)
  caller.requireIn(row.project_id, missing)
  if (row.is_reserved) {
    caller.requireMatch(row.generation)
    return row
  }
  throw new DomainError(
    'invalid_state',
    `${row.ip} was not reserved by a request: it is ${row.state} by ${row.owner_kind.replaceAll('_', ' ')} ${row.owner_id}, and changes with that`,
  )
}

const reservationOf = (row: AllocationRow): ReservationColumns => ({
  name: row.name,
  description: row.description,
  labels: row.labels,
  hostname: row.reserved_hostname,
  mac: row.reserved_mac,
})

/** Changes a reservation. A port that has taken it over keeps its own hostname and MAC address. */
export const updateAddress = async (ctx: Ctx, caller: Caller, id: string, patch: UpdateAddress): Promise<AddressView> =>
  await commit(ctx, caller, {}, async (tx) => {
    const row = await lockReservation(tx, caller, id)
    const current = reservationOf(row)
    const changes = differences(current, patch)
    if (Object.keys(changes).length === 0) return allocationResource.view(row, ctx)
    await updateReservation(tx, id, { ...current, ...changes })
    const changed = (await allocations.find(tx, id)) ?? row
    const [before, after] = [allocationResource.view(row, ctx), allocationResource.view(changed, ctx)]
    const change = { kind: 'address', id, project: row.project_id, before, after, dirty: [] } as const
    await record(tx, caller, { ...change, action: 'update' })
    return after
  })

/**
 * Gives a reservation back. Refused while a port has taken it over; one that is being deleted keeps the address until OVN has confirmed. What
 * was only reserved is in hold-down at once: a port may have had it before.
 */
export const deleteAddress = async (ctx: AllocationsCtx, caller: Caller, id: string): Promise<AddressView> =>
  await commit(ctx, caller, {}, async (tx) => {
    const row = await lockReservation(tx, caller, id)
    const isTaken = row.owner_kind !== 'address'
    if (isTaken && row.state === 'used') {
      const name = (await ownerName(tx, row)) ?? row.owner_id
      throw inUse('address', row.name, [{ kind: row.owner_kind, id: row.owner_id, name }])
    }
    await forgetReservation(tx, id)
    if (!isTaken) {
      await releaseAddresses(tx, { kind: 'address', id }, { root: id, generation: row.generation })
      noteFreed(ctx.free, await confirmGone(tx, [id]))
    }
    const before = allocationResource.view(row, ctx)
    const change = { kind: 'address', id, project: row.project_id, before, dirty: [], event: 'deleted' } as const
    await record(tx, caller, { ...change, action: 'delete' })
    return before
  })
