import { DomainError } from '../../errors.ts'

/** Where a page of the history ends: tenures are listed by their beginning, newest first. */
export interface TenureCursor {
  readonly sinceUs: number
  readonly key: string
}

export const writeTenureCursor = ({ sinceUs, key }: TenureCursor): string =>
  Buffer.from(`${String(sinceUs)} ${key}`).toString('base64url')

/** @throws DomainError invalid_request for what no page gave */
export const readTenureCursor = (text: string): TenureCursor => {
  const [, since, key] = /^(\d{1,17}) ([ah][0-9a-f-]{1,40})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (since !== undefined && key !== undefined) return { sinceUs: Number(since), key }
  throw new DomainError('invalid_request', 'the cursor is not one that this list gave', {
    errors: [
      {
        pointer: '?cursor',
        message: 'is not a cursor of this list',
        value: text,
        allowed: 'next_cursor of the page before',
      },
    ],
  })
}
