import type { Kind } from '@quantumnet/api'
import type { DomainError } from '../errors.ts'
import type { Caller } from './caller.ts'
import { idTaken } from './refusals.ts'
import type { ShownRow } from './rows.ts'

/** A creation that was refused, and may be the repetition of one that was not. */
export interface Repetition<Row extends ShownRow> {
  readonly caller: Caller
  readonly kind: Kind
  readonly id: string
  /** of the request */
  readonly digest: Buffer
  readonly refusal: DomainError
  /** what has the id now */
  readonly row: Row | undefined
  /** @throws what `taken` gives when the caller may not see the row */
  readonly requireSeen: (row: Row, taken: () => DomainError) => void
}

/** What an earlier request made under this id, when it was the same request. @throws DomainError the refusal of this one otherwise */
export const repeatedRow = <Row extends ShownRow>(repetition: Repetition<Row>): Row => {
  const { caller, kind, id, digest, refusal, row, requireSeen } = repetition
  if (row === undefined) throw refusal
  const taken = (): DomainError => idTaken(kind, id, 'that another request made')
  if (!row.create_digest.equals(digest)) throw taken()
  requireSeen(row, taken)
  caller.planned.length = 0
  return row
}
