import { toHostLabel } from '@quantumnet/api'
import { isGiven, type Change, type Drafts } from '../../framework/index.ts'
import { given } from '../kit/given.ts'
import { isUndecided } from '../kit/undecided.ts'
import type { Port } from './schema.ts'

/**
 * What of the API's decisions is known before: the hostname follows from the VM's name, also when that changes, and a new port's name from
 * the hostname; without port security there are no groups.
 */
export const plan = (change: Change<Port>): Drafts<Port> => {
  const { planned } = change
  const vm = given(planned.vm)
  const label = isGiven(vm?.name) ? toHostLabel(vm.name) : undefined
  const hostname = isUndecided(change, 'hostname') && label !== undefined ? label : planned.hostname
  const name = isUndecided(change, 'name') && isGiven(hostname) ? hostname : planned.name
  const ungrouped = isUndecided(change, 'security_groups') && planned.port_security === false
  return { ...planned, hostname, name, security_groups: ungrouped ? [] : planned.security_groups }
}
