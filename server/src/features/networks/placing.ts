import type { DomainError } from '../../errors.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { beingDeleted, referenceNotFound } from '../../resource-kit/refusals.ts'
import type { NetworkRow } from './store.ts'

/**
 * Whose something is that is put into a network: a port, a reserved address, a floating IP. The members of the network's project and of
 * those that it is shared with may put things in; what they put in is theirs, and counts against their quota (ADR 24).
 */

const mayWork = (caller: Caller, project: string): boolean => {
  const role = caller.roleIn(project)
  return role === 'operator' || role === 'admin'
}

const asks = (network: NetworkRow): DomainError =>
  fieldError('invalid_request', {
    pointer: '/project',
    message: `network "${network.name}" is shared, and the caller works for several projects that may use it`,
    allowed: 'the project that it is to belong to',
  })

/** Whether a project may put something into a network. */
const isOpenTo = (network: NetworkRow, project: string): boolean =>
  network.project_id === project || network.shared_with.includes(project)

const ownerOf = (caller: Caller, network: NetworkRow): string => {
  if (mayWork(caller, network.project_id)) return network.project_id
  const own = network.shared_with.filter((project) => mayWork(caller, project))
  const [only] = own
  if (own.length > 1) throw asks(network)
  // Without a role to do it anywhere the refusal names the role that is missing.
  return only ?? network.shared_with.find((project) => caller.roleIn(project) !== undefined) ?? network.project_id
}

/**
 * Decides that the caller may put something into the network, and gives the project that it belongs to.
 * @throws DomainError reference_not_found for a network that the caller does not see, or a project that it is not shared with; forbidden
 */
export const placeInNetwork = (
  caller: Caller,
  network: NetworkRow,
  asked: string | undefined,
  pointer = '/network',
): string => {
  const missing = (): DomainError => referenceNotFound(pointer, 'network', network.id)
  const seen = [network.project_id, ...network.shared_with].some((project) => caller.roleIn(project) !== undefined)
  if (!seen) throw missing()
  if (network.deleting_at !== null) throw beingDeleted('network', network)
  const project = asked ?? ownerOf(caller, network)
  if (!isOpenTo(network, project) || caller.roleIn(project) === undefined)
    throw fieldError('reference_not_found', {
      pointer: '/project',
      message: `is not the project of network "${network.name}", nor one that it is shared with`,
      value: project,
      allowed: 'a project that may use the network, and that the caller is a member of',
    })
  caller.requireIn(project, missing)
  return project
}
