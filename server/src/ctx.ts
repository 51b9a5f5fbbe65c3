import type { Kind, RealizedRow } from '@quantumnet/api'
import type { Logger } from 'pino'
import type { Notifier } from './db/notify.ts'
import type { Db } from './db/pool.ts'

/** Wall-clock time. Logic takes it from here, so that tests can hold time still. */
export type Clock = () => Date

// eslint-disable-next-line no-restricted-syntax -- the one place that reads the machine's clock
export const systemClock: Clock = () => new Date()

/** What commands and queries work with. */
export interface Ctx {
  readonly db: Db
  readonly notify: Notifier
  readonly log: Logger
  readonly clock: Clock
  /** Zone above the projects' zones, without a trailing dot: `internal`. */
  readonly dnsZone: string
  /** What resources are in OVN; undefined: this server was told of no OVN. */
  readonly realization?: Realization | undefined
}

/**
 * The rows in OVN of a resource, or, with `part`, of one of its parts; none: it has no rows there. Undefined while OVN is not seen.
 */
export type Realization = (of: {
  readonly kind: Kind
  readonly id: string
  readonly part?: string
}) => RealizedRow[] | undefined
