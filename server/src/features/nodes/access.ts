import { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import type { NodeRow } from './registry.ts'

export const noSuchNode = (name: string): DomainError =>
  new DomainError('not_found', `there is no hypervisor "${name}"`)

/** Hypervisors are of no project: whoever may put ports somewhere, in any project, may know which there are. @throws DomainError forbidden */
export const requirePlacer = (caller: Caller): void => {
  const visible = caller.visible()
  if (visible === 'all' || visible.some((project) => caller.roleIn(project) !== 'viewer')) return
  throw new DomainError(
    'forbidden',
    'hypervisors are for operators, who place ports; this token is a viewer everywhere',
  )
}

/** A token that was made for one hypervisor speaks for no other. @throws DomainError forbidden */
export const requireSpeaker = (caller: Caller, name: string): void => {
  if (caller.node !== null && caller.node !== name)
    throw new DomainError('forbidden', `this token may speak for hypervisor "${caller.node}" only, not for "${name}"`)
}

/** @param service as the database says; undefined: nobody registered it. @throws DomainError not_found, invalid_state */
export const requireService = (name: string, service: NodeRow['service'] | undefined): void => {
  if (service === undefined) throw new DomainError('not_found', `node "${name}" is not registered`)
  if (service === 'decommissioned')
    throw new DomainError(
      'invalid_state',
      `hypervisor "${name}" was decommissioned; an administrator takes it back with POST /v1/nodes/${name}:undrain`,
    )
}
