import { describe, expect, it } from '@jest/globals'
import { encodeStatusMessage, frame, GrpcError, unframe } from './frame.ts'

describe('a frame', () => {
  it.each([[Buffer.alloc(0)], [Buffer.from('abc')], [Buffer.alloc(70_000, 7)]])(
    'brings its message back',
    (message) => {
      expect(unframe(frame(message))).toEqual(message)
    },
  )

  it('has a flag and a length of four bytes before the message', () => {
    expect(frame(Buffer.from('hi')).toString('hex')).toBe('00000000026869')
  })

  it.each([
    ['nothing', '', 13],
    ['compression', '0100000000', 12],
    ['a message cut short', '0000000005aa', 13],
    ['a second message', '0000000000' + '0000000000', 13],
  ])('is refused with %s', (_what, body, status) => {
    const attempt = (): Buffer => unframe(Buffer.from(body, 'hex'))
    expect(attempt).toThrow(GrpcError)
    expect(attempt).toThrow(expect.objectContaining({ status }))
  })
})

describe('a status message', () => {
  it.each([
    ['plain text', 'plain text'],
    ['100% sure\n', '100%25 sure%0A'],
    ['Grüße', 'Gr%C3%BC%C3%9Fe'],
  ])('%j is sent as %s', (message, encoded) => {
    expect(encodeStatusMessage(message)).toBe(encoded)
  })
})
