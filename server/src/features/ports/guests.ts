import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import type { NetworkRow } from '../networks/index.ts'
import type { PortColumns } from './store.ts'

type Loosened = Pick<PortColumns, 'project_id' | 'port_security' | 'allowed_address_pairs'>

/**
 * On a network that is another project's, who only has it shared could send as anybody there, were it to say itself what its port may send from:
 * that is for operators of the network's own project. @throws DomainError forbidden
 */
export const checkLoosened = (
  caller: Caller,
  network: Pick<NetworkRow, 'project_id' | 'port_security_default'>,
  port: Loosened,
): void => {
  const isGuest = port.project_id !== network.project_id
  const opened = !port.port_security && network.port_security_default
  if (!isGuest || (!opened && port.allowed_address_pairs.length === 0)) return
  const role = caller.roleIn(network.project_id)
  if (role !== 'operator' && role !== 'admin') throw caller.notAllowed(network.project_id, 'operator')
}

/** Of routers that share an address (VRRP, RFC 9568 §7.3), and of others that IANA gives out (RFC 9542). */
const IANA_MACS = '00:00:5e:'

/**
 * A switch of OVN delivers a MAC address to the port that has it, before it looks for it anywhere else. Who has a network only shared and chose one that
 * somebody has of whom OVN does not know, on the network's wire or by VRRP, would take that from all others: so that is for operators of
 * the network's own project.
 * @throws DomainError forbidden, with what else is possible
 */
export const checkMac = (
  caller: Caller,
  network: Pick<NetworkRow, 'project_id' | 'type' | 'name'>,
  { project, mac }: { readonly project: string; readonly mac: string | undefined },
): void => {
  if (mac === undefined || project === network.project_id) return
  const isOnWire = network.type !== 'overlay'
  if (!isOnWire && !mac.startsWith(IANA_MACS)) return
  const role = caller.roleIn(network.project_id)
  if (role === 'operator' || role === 'admin') return
  throw fieldError('forbidden', {
    pointer: '/mac',
    message: isOnWire
      ? `network "${network.name}" of another project is on a wire, where others may have this MAC address`
      : 'is of a block for routers that share an address, which may be in use on a network of another project',
    value: mac,
    allowed: isOnWire ? 'no MAC address: it is generated' : `none of ${IANA_MACS}…; without one it is generated`,
  })
}
