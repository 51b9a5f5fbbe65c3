import { describe, expect, it } from '@jest/globals'
import { frame, FrameReader, MAX_QUERY_BYTES } from './framing.ts'

const stream = Buffer.concat(['first', '', 'third'].map((text) => frame(Buffer.from(text))))

const readIn = (...sizes: number[]): string[] => {
  const reader = new FrameReader()
  const messages: string[] = []
  let at = 0
  for (const size of sizes) {
    for (const message of reader.push(stream.subarray(at, at + size)) ?? []) messages.push(message.toString())
    at += size
  }
  return messages
}

describe('FrameReader', () => {
  it.each([
    ['all at once', [stream.length]],
    ['byte by byte', Array.from({ length: stream.length }, () => 1)],
    ['split in a length', [1, stream.length - 1]],
    ['split in a message', [4, 3, stream.length - 7]],
  ])('finds the messages when they come %s', (_, sizes) => {
    expect(readIn(...sizes)).toEqual(['first', '', 'third'])
  })

  it('holds no message that is larger than a query can be', () => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(MAX_QUERY_BYTES + 1)
    expect(new FrameReader().push(length)).toBeUndefined()
  })
})
