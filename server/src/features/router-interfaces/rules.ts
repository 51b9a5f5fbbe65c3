import { fieldError } from '../../errors.ts'
import { checkPortAddress, type SubnetRow } from '../subnets/index.ts'

/** A subnet as far as its gateway is concerned. */
export type JoinedSubnet = Pick<SubnetRow, 'id' | 'name' | 'cidr' | 'gateway' | 'dns_address'>

/**
 * The address of an interface: the one that was asked for, else the subnet's gateway. Whoever has the gateway gets what the subnet's ports send
 * outside, so only a router of the network's own project may have it.
 * @throws DomainError invalid_request, address_reserved, address_outside_subnet
 */
export const interfaceAddress = (subnet: JoinedSubnet, asked: string | undefined, ownNetwork: boolean): string => {
  const ip = asked ?? subnet.gateway
  if (ip === null)
    throw fieldError('invalid_request', {
      pointer: '/ip',
      message: `subnet "${subnet.name}" (${subnet.cidr}) has no gateway whose address the interface could have`,
      value: null,
      allowed: `an address of ${subnet.cidr}`,
    })
  if (ip !== subnet.gateway) checkPortAddress('/ip', subnet, ip)
  else if (!ownNetwork)
    throw fieldError('address_reserved', {
      pointer: '/ip',
      message: `${ip} is the gateway of subnet "${subnet.name}", which belongs to another project`,
      value: ip,
      allowed: `another address of ${subnet.cidr}`,
    })
  return ip
}

/** A port that is to be an interface. */
export interface RouterPort {
  readonly id: string
  readonly name: string
  readonly project_id: string
  readonly type: string
  readonly vm_id: string | null
  readonly vm_name: string | null
  readonly binding_state: string
  readonly fixed_ips: readonly { readonly subnet: string; readonly ip: string }[]
}

/** What keeps a port from being an interface: it would be torn from its VM. */
const obstacle = (port: RouterPort): string | undefined => {
  if (port.type !== 'vm') return `is of type "${port.type}"`
  if (port.vm_id !== null || port.vm_name !== null) return `belongs to VM "${port.vm_name ?? port.vm_id ?? ''}"`
  if (port.binding_state !== 'unbound') return `is plugged in on a hypervisor (${port.binding_state})`
  return port.fixed_ips.length === 1 ? undefined : `has ${String(port.fixed_ips.length)} addresses`
}

/**
 * The one address of a port that is to be an interface of a project's router.
 * @throws DomainError reference_not_found, invalid_state
 */
export const portAddress = (port: RouterPort, project: string): { readonly subnet: string; readonly ip: string } => {
  if (port.project_id !== project)
    throw fieldError('reference_not_found', {
      pointer: '/port',
      message: `port "${port.name}" belongs to another project than the router`,
      value: port.id,
      allowed: `a port of project ${project}`,
    })
  const [address] = port.fixed_ips
  const wrong = obstacle(port)
  if (wrong === undefined && address !== undefined) return address
  throw fieldError('invalid_state', {
    pointer: '/port',
    message: `port "${port.name}" ${wrong ?? 'has no address'}`,
    value: port.id,
    allowed: 'a port with one address that no VM has',
  })
}
