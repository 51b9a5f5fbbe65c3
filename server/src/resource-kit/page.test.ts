import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../errors.ts'
import { readCursor, writeCursor } from './page.ts'

const id = '0198c5a1-0000-7000-8000-000000000000'
const encode = (text: string): string => Buffer.from(text).toString('base64url')

describe('a cursor', () => {
  it('reads back as it was written, to the microsecond', () => {
    const position = { createdAtUs: 1_795_223_101_914_123, id }
    expect(readCursor(writeCursor(position))).toEqual(position)
  })

  it('needs no escaping in a query', () => {
    expect(writeCursor({ createdAtUs: 1, id })).toMatch(/^[A-Za-z0-9_-]+$/)
  })

  it.each([
    '',
    'x',
    encode(`2.1.${id}`),
    encode('1.1.x'),
    encode(`1.-1.${id}`),
    encode(`1.1.${id} or true`),
    encode(`1.1e9.${id}`),
  ])('is refused when it is %j', (cursor) => {
    expect(() => readCursor(cursor)).toThrow(DomainError)
  })
})
