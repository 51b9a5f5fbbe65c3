import { fieldError } from '../../errors.ts'
import { sha256 } from '../../resource-kit/canonical.ts'
import type { LogPosition } from '../../events/tail.ts'

/**
 * A place in the event log as readers get it: `1.<origin>.<xid>.<seq>` in base64url. The order of the log is (xid, seq); the origin says
 * which database it is of, because after a restore the same numbers name other events.
 */

/** Which cluster and timeline, in eight digits: enough to tell a handful of them apart. */
const originMark = (origin: string): string => sha256(origin).toString('hex').slice(0, 8)

export const writePosition = ({ origin, xid, seq }: LogPosition): string =>
  Buffer.from(`1.${originMark(origin)}.${xid}.${String(seq)}`).toString('base64url')

/**
 * The place that a reader asks to go on from; undefined when it is of another database, or of this one before it was restored.
 * @throws DomainError invalid_request
 */
export const readPosition = (text: string, origin: string): LogPosition | undefined => {
  const match = /^1\.([0-9a-f]{8})\.(\d{1,20})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString())
  const [, mark, xid, seq] = match ?? []
  if (mark === undefined || xid === undefined || seq === undefined)
    throw fieldError('invalid_request', {
      pointer: '?since',
      message: 'is not a position of this event log',
      value: text,
      allowed: 'a position from an event, unchanged; or none, to begin now',
    })
  return mark === originMark(origin) ? { origin, xid, seq: Number(seq) } : undefined
}

/** A place, in the log that is meant anyway. */
export type Place = Pick<LogPosition, 'xid' | 'seq'>

/** Whether `a` comes after `b` in one log. */
export const isAfter = (a: Place, b: Place): boolean => {
  const [xidA, xidB] = [BigInt(a.xid), BigInt(b.xid)]
  return xidA > xidB || (xidA === xidB && a.seq > b.seq)
}
