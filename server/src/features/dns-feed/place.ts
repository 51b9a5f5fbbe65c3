import type { LogPosition } from '../../events/tail.ts'
import { readPosition } from '../events/index.ts'
import { DomainError } from '../../errors.ts'

/** The place that a reader goes on from; undefined: he has to be told everything, because it is of another database or of no database. */
export const placeOf = (since: string, now: LogPosition): LogPosition | undefined => {
  try {
    const place = readPosition(since, now.origin)
    // Nobody was told what has not begun: the database was put back.
    return place !== undefined && BigInt(place.xid) <= BigInt(now.xid) ? place : undefined
  } catch (error) {
    if (error instanceof DomainError) return undefined
    throw error
  }
}
