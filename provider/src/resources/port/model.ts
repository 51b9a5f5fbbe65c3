import { toHostLabel, type CreatePort, type Port as View, type UpdatePort } from '@quantumnet/api'
import type { z } from 'zod'
import { isGiven, type Change, type Drafts, type Knowns } from '../../framework/index.ts'
import { commonBody, commonState } from '../kit/common.ts'
import { given } from '../kit/given.ts'
import { isUndecided } from '../kit/undecided.ts'
import type { Port } from './schema.ts'

/** Conversion between Terraform's values and the API's, and what of the API's decisions is known before. */

interface VmBody {
  readonly id: string | null
  readonly name: string | null
}

/** Both fields always: in an update, one that is left out would stay as it was. */
const vmBody = (values: Drafts<Port>): VmBody => {
  const vm = given(values.vm)
  return { id: given(vm?.id ?? null) ?? null, name: given(vm?.name ?? null) ?? null }
}

const fixedIpsBody = (values: Drafts<Port>): z.input<typeof CreatePort>['fixed_ips'] =>
  given(values.fixed_ips)
    ?.filter(isGiven)
    .map(({ subnet, ip }) => ({ subnet: given(subnet), ip: given(ip) }))

export const createBody = (values: Drafts<Port>): z.input<typeof CreatePort> => ({
  ...commonBody(values),
  name: given(values.name),
  network: given(values.network) ?? '',
  fixed_ips: fixedIpsBody(values),
  mac: given(values.mac),
  hostname: given(values.hostname),
  vm: vmBody(values),
  port_security: given(values.port_security),
  admin_up: given(values.admin_up),
  node: given(values.node),
})

export const updateBody = (values: Drafts<Port>): z.input<typeof UpdatePort> => ({
  ...commonBody(values),
  name: given(values.name),
  hostname: given(values.hostname),
  vm: vmBody(values),
  port_security: given(values.port_security),
  admin_up: given(values.admin_up),
  node: given(values.node) ?? null,
})

const vmState = ({ id, name }: View['vm']): Knowns<Port>['vm'] => (id === null && name === null ? null : { id, name })

export const stateOf = (view: View): Knowns<Port> => ({
  id: view.id,
  project: view.project,
  network: view.network,
  ...commonState(view),
  fixed_ips: view.fixed_ips,
  mac: view.mac,
  vm: vmState(view.vm),
  hostname: view.hostname,
  fqdn: view.fqdn,
  port_security: view.port_security,
  admin_up: view.admin_up,
  node: view.node,
  interface_id: view.interface_id,
  binding: view.binding,
})

/** The hostname follows from the VM's name, also when that changes, and a new port's name from the hostname. */
export const plan = (change: Change<Port>): Drafts<Port> => {
  const { planned } = change
  const vm = given(planned.vm)
  const label = isGiven(vm?.name) ? toHostLabel(vm.name) : undefined
  const hostname = isUndecided(change, 'hostname') && label !== undefined ? label : planned.hostname
  const name = isUndecided(change, 'name') && isGiven(hostname) ? hostname : planned.name
  return { ...planned, hostname, name }
}
