import type { HealthCheck, LoadBalancerProtocol } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'

/** A listener, as far as its members' health is concerned. */
export interface CheckedListener {
  readonly name: string
  readonly protocol: LoadBalancerProtocol
}

/**
 * OVN probes over TCP and UDP only (table Service_Monitor); members behind an SCTP listener would count as healthy for ever.
 * @param pointer what of the request brings the two together
 * @throws DomainError invalid_state
 */
export const checkProbed = (
  pointer: string,
  pool: { readonly name: string; readonly health_check: HealthCheck | null },
  listeners: readonly CheckedListener[],
): void => {
  const sctp = listeners.find(({ protocol }) => protocol === 'sctp')
  if (pool.health_check === null || sctp === undefined) return
  throw fieldError('invalid_state', {
    pointer,
    message: `pool "${pool.name}" has a health check and listener "${sctp.name}" is of sctp, for which OVN has no probes`,
    allowed: 'a pool without a health check for sctp',
  })
}
