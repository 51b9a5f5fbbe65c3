import { fieldError, type DomainError } from '../errors.ts'

/** Where a page ends: creation in microseconds since 1970, and the id, which decides among rows of one transaction. */
export interface Position {
  readonly createdAtUs: number
  readonly id: string
}

const invalid = (cursor: string): DomainError =>
  fieldError('invalid_request', {
    pointer: '?cursor',
    message: 'is not a cursor of this list',
    value: cursor,
    allowed: 'next_cursor of the page before, unchanged; leave it out for the first page',
  })

/** Opaque to callers, so that the order of a list may change without them. */
export const writeCursor = ({ createdAtUs, id }: Position): string =>
  Buffer.from(`1.${String(createdAtUs)}.${id}`).toString('base64url')

/** @throws DomainError invalid_request */
export const readCursor = (cursor: string): Position => {
  const match = /^1\.(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(
    Buffer.from(cursor, 'base64url').toString(),
  )
  const [, createdAtUs, id] = match ?? []
  if (createdAtUs === undefined || id === undefined) throw invalid(cursor)
  return { createdAtUs: Number(createdAtUs), id }
}
