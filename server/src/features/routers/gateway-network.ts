import type { Tx } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { networkResource, type NetworkRow } from '../networks/index.ts'
import { lockSubnets, type SubnetRow } from '../subnets/index.ts'

/** An external network with its live subnets, which stay until the transaction ends; no other comes meanwhile. */
export interface ExternalNetwork extends NetworkRow {
  readonly subnets: readonly SubnetRow[]
}

/** Who wants to use which network, and where the request names it. */
export interface NetworkUse {
  readonly pointer: string
  readonly id: string
  readonly project: string
}

/**
 * The external network that a project's router or floating IP is to have an address of: its own, or one that is shared with it.
 * @throws DomainError reference_not_found, being_deleted, invalid_state
 */
export const lockExternalNetwork = async (
  tx: Tx,
  caller: Caller,
  { pointer, id, project }: NetworkUse,
): Promise<ExternalNetwork> => {
  const network = await lockParent(tx, caller, { resource: networkResource, pointer, id, need: 'read', lock: 'kept' })
  requireUsable(network, { pointer, id, project })
  if (network.type !== 'external')
    throw fieldError('invalid_state', {
      pointer,
      message: `network "${network.name}" has the type ${network.type}`,
      value: id,
      allowed: 'a network of type external',
    })
  return { ...network, subnets: await lockSubnets(tx, network.id) }
}

/**
 * Whether a project may put something into a network that the caller may see: the caller may be in several projects.
 * @throws DomainError reference_not_found
 */
export const requireUsable = (network: NetworkRow, { pointer, id, project }: NetworkUse): void => {
  if (network.project_id === project || network.shared_with.includes(project)) return
  throw fieldError('reference_not_found', {
    pointer,
    message: `network "${network.name}" belongs to another project, and is not shared with project ${project}`,
    value: id,
    allowed: 'a network of the same project, or one that is shared with it',
  })
}
