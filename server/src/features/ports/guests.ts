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
