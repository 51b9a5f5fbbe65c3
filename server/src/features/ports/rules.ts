import { toHostLabel, type CreatePort, type UpdatePort } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'
import type { Wanted } from '../../resource-kit/commands.ts'
import type { NamedGroup, PortRow } from './store.ts'

type Naming = Pick<CreatePort, 'hostname' | 'vm'> & { readonly name?: string | undefined }

/** The hostname that was asked for, or the one that the VM's name gives, or the one that was reserved with the address. */
export const hostnameOf = ({ hostname, vm }: Naming, reserved: string | null = null): string | null =>
  hostname ?? (vm?.name == null ? undefined : toHostLabel(vm.name)) ?? reserved

/** A VM's name may hold what a resource's name may not. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

/** Name, else hostname, else the VM's name, else "port-" and the first digits of the id. */
export const portNameOf = (request: Naming, id: string, hostname: string | null = hostnameOf(request)): string => {
  const vmName = request.vm?.name ?? ''
  return request.name ?? hostname ?? (NAME.test(vmName) ? vmName : `port-${id.slice(0, 8)}`)
}

/** The columns as an update wants them. A field of `vm` that is left out stays as it is. */
export const patchedPort = (patch: UpdatePort): Wanted<PortRow> => ({
  name: patch.name,
  description: patch.description,
  labels: patch.labels,
  hostname: patch.hostname,
  wildcard: patch.wildcard,
  port_security: patch.port_security,
  admin_up: patch.admin_up,
  node: patch.node,
  allowed_address_pairs: patch.allowed_address_pairs,
  dhcp_options: patch.dhcp_options,
  qos_policy_id: patch.qos_policy,
  vm_id: patch.vm?.id,
  vm_name: patch.vm?.name,
})

/** What decides a port's groups. */
export interface Grouping {
  readonly project: string
  readonly portSecurity: boolean
  readonly asked: readonly string[] | undefined
  /** what it joins when it names none: the project's group `default`, or the groups that it has */
  readonly fallback: readonly string[]
}

/** Of two groups of which only one tracks connections a port would see half of each: OVN takes that half for an invalid one, and drops it. */
const refuseMixed = (groups: readonly NamedGroup[]): void => {
  const [tracked, untracked] = [true, false].map((stateful) => groups.find((group) => group.stateful === stateful))
  if (tracked === undefined || untracked === undefined) return
  throw fieldError('invalid_request', {
    pointer: '/security_groups',
    message: `"${tracked.name}" is stateful and "${untracked.name}" is not: connections would be half tracked, and fail`,
    value: [tracked.id, untracked.id],
    allowed: 'groups that are all stateful, or all stateless',
  })
}

/** The groups that a port is in: none without port security. @throws DomainError invalid_state, reference_not_found */
export const groupsFor = (
  { project, portSecurity, asked, fallback }: Grouping,
  known: readonly NamedGroup[],
): string[] => {
  if (asked === undefined) return portSecurity ? [...fallback] : []
  if (!portSecurity && asked.length > 0)
    throw fieldError('invalid_request', {
      pointer: '/security_groups',
      message: 'groups are of no effect with port_security: false',
      value: asked,
      allowed: '[], or port_security: true',
    })
  asked.forEach((id, index) => {
    const group = known.find((each) => each.id === id)
    if (group?.project_id === project && group.deleting_at === null) return
    throw fieldError('reference_not_found', {
      pointer: `/security_groups/${String(index)}`,
      message: `there is no security group ${id} in the port's project, or it is being deleted`,
      value: id,
      allowed: 'the id of a security group of the same project',
    })
  })
  refuseMixed(known.filter(({ id }) => asked.includes(id)))
  return [...new Set(asked)].sort()
}
