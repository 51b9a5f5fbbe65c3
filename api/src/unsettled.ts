import type { Binding } from './port-parts.ts'
import type { Status } from './resource.ts'

/** What a waiting reads; of a port also where it is plugged in. */
export interface Unsettled {
  readonly status: Status
  readonly binding?: Pick<Binding, 'node' | 'state' | 'reason'>
}

/** As precise as a person needs it. */
const duration = (ms: number): string => `${String(ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000))} s`

/** What is missing of what is in OVN. */
const missing = ({ binding }: Unsettled): string => {
  if (binding === undefined || binding.state === 'up')
    return 'it is in OVN, and not yet on every hypervisor that it concerns'
  const where = binding.node === null ? '' : ` on ${binding.node}`
  const why = binding.reason === null ? '' : `: ${binding.reason}`
  return `it is in OVN, and its binding is "${binding.state}"${where}${why}`
}

/** Says in words why a resource that was waited for has not come so far: its state, what is missing, its conditions. Pure. */
export const unsettledText = (reading: Unsettled, until: 'applied' | 'realized' | 'gone', waitedMs: number): string => {
  const { state, conditions } = reading.status
  const reasons = [
    `state is "${state}"`,
    ...(until === 'realized' && state === 'applied' ? [missing(reading)] : []),
    ...conditions.map(({ type, message }) => `${type}: ${message}`),
  ]
  return `not ${until} after ${duration(waitedMs)}: ${reasons.join('; ')}`
}
