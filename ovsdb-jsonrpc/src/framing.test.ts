import { describe, expect, it } from '@jest/globals'
import { ProtocolError } from './errors.ts'
import { Fragment, Parts, wholeOf, withFragments } from './fragments.ts'
import { Framing } from './framing.ts'
import type { Json } from './json.ts'

const mebibyte = 1024 * 1024

/** Everything that comes out when the bytes arrive in pieces of one size. */
const inPieces = (text: string | Buffer, size: number, maxBytes = mebibyte): string[] => {
  const framing = new Framing(maxBytes)
  const bytes = Buffer.from(text)
  const messages: string[] = []
  for (let at = 0; at < bytes.length; at += size) messages.push(...framing.push(bytes.subarray(at, at + size)))
  return messages
}

describe('messages', () => {
  const cases: [name: string, stream: string, messages: string[]][] = [
    ['one', '{"id":1}', ['{"id":1}']],
    ['two without anything between', '{"id":1}{"id":2}', ['{"id":1}', '{"id":2}']],
    ['whitespace around', ' \r\n{"id":1}\t\n {"id":2} ', ['{"id":1}', '{"id":2}']],
    ['the last unfinished', '{"id":1}{"id":', ['{"id":1}']],
    ['nesting', '{"a":[{"b":[[]]},{}]}{}', ['{"a":[{"b":[[]]},{}]}', '{}']],
    ['braces in strings', '{"a":"}{]["}{}', ['{"a":"}{]["}', '{}']],
    ['escaped quote', '{"a":"x\\"}"}{}', ['{"a":"x\\"}"}', '{}']],
    ['escaped backslash before the quote', '{"a":"x\\\\"}{}', ['{"a":"x\\\\"}', '{}']],
    ['three backslashes and a quote', '{"a":"\\\\\\"}"}{}', ['{"a":"\\\\\\"}"}', '{}']],
    ['empty strings', '{"":""}{"a":""}', ['{"":""}', '{"a":""}']],
    ['characters of 2, 3 and 4 bytes', '{"a":"ä€😀"}{"ü":1}', ['{"a":"ä€😀"}', '{"ü":1}']],
  ]
  const sizes = [1, 2, 3, 5, 7, 1000]
  it.each(cases.flatMap(([name, stream, messages]) => sizes.map((size) => ({ name, size, stream, messages }))))(
    '$name, $size bytes at a time',
    ({ stream, size, messages }) => {
      expect(inPieces(stream, size)).toEqual(messages)
    },
  )
})

describe('what is not a message', () => {
  it.each([
    ['garbage', 'GET / HTTP/1.1\r\n', 'expected a JSON object, got byte 0x47'],
    ['garbage after a message', '{}x', 'got byte 0x78'],
    ['an array', '[1]', 'got byte 0x5b'],
    ['a closing brace', '}', 'got byte 0x7d'],
    ['too deep', `{"a":${'['.repeat(1000)}`, 'nested deeper than 1000'],
    ['too large', `{"a":"${'x'.repeat(100)}"}`, 'larger than the allowed 64 bytes'],
    ['too large and never ending', `{"a":"${'x'.repeat(100)}`, 'larger than the allowed 64 bytes'],
  ])('%s', (_name, stream, problem) => {
    const limit = stream.includes('xxx') ? 64 : mebibyte
    for (const size of [1, 1000_000]) {
      expect(() => inPieces(stream, size, limit)).toThrow(ProtocolError)
      expect(() => inPieces(stream, size, limit)).toThrow(problem)
    }
  })

  it('invalid UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])
    expect(() => inPieces(bytes, 1)).toThrow('not valid UTF-8')
  })
})

describe('random cuts', () => {
  /** Small deterministic generator (mulberry32), so that a failure can be run again from its seed. */
  const randomFrom = (seed: number): (() => number) => {
    let state = seed
    return () => {
      state = (state + 0x6d2b79f5) | 0
      let t = Math.imul(state ^ (state >>> 15), 1 | state)
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
    }
  }
  const alphabet = ['"', '\\', '{', '}', '[', ']', 'ä', '😀', 'x', '\n', '\u0001']

  it.each(Array.from({ length: 200 }, (_, seed) => seed))('seed %i', (seed) => {
    const random = randomFrom(seed)
    const text = (): string =>
      Array.from({ length: Math.floor(random() * 12) }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
    const values = Array.from({ length: 5 }, () => ({ [text()]: [text(), { [text()]: text() }] }))
    const bytes = Buffer.from(values.map((value) => JSON.stringify(value)).join(' '))
    const framing = new Framing(mebibyte)
    const messages: string[] = []
    for (let at = 0; at < bytes.length;) {
      const next = at + 1 + Math.floor(random() * 9)
      messages.push(...framing.push(bytes.subarray(at, next)))
      at = next
    }
    expect(messages.map((message) => JSON.parse(message) as unknown)).toEqual(values)
  })
})

describe('cost', () => {
  const nsPerByte = (bytes: number, piece: number): number => {
    const row = '{"name":"a port","external_ids":["map",[["owner","\\"me\\""],["id","0123456789"]]]},'
    const message = Buffer.from(`{"rows":[${row.repeat(Math.ceil(bytes / row.length))}0]}`)
    const framing = new Framing(2 * bytes + mebibyte)
    const started = process.hrtime.bigint()
    let messages = 0
    for (let at = 0; at < message.length; at += piece) {
      messages += framing.push(message.subarray(at, at + piece)).length
    }
    expect(messages).toBe(1)
    return Number(process.hrtime.bigint() - started) / message.length
  }

  it('of a byte is the same in a message of 18 MB as in one of 1 MB', () => {
    nsPerByte(mebibyte, 60_000)
    const small = nsPerByte(mebibyte, 60_000)
    const large = nsPerByte(18 * mebibyte, 60_000)
    // A quadratic scanner would take 18 times as long for a byte.
    expect(large).toBeLessThan(6 * small + 5)
  })
})

describe('rows of a large message', () => {
  const rowsOf = (count: number, filler: string): Json =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`row-${String(at)}`, { initial: { at, filler } }]))
  const tables = { A: rowsOf(1500, 'ä"\\{}'.repeat(20)), B: {}, C: rowsOf(1, 'x'), D: rowsOf(700, 'y'.repeat(300)) }
  /** Each row as it is parsed with the others, and again by itself. */
  const merged = (value: unknown): unknown => {
    for (const part of value instanceof Parts ? value.parts : []) {
      if (!(part instanceof Fragment)) continue
      const rows = Object.values(part.parse())
      expect(Array.from({ length: part.size }, (_, at) => part.read(at))).toEqual(rows)
    }
    return wholeOf(value)
  }

  it.each([
    ['a notification', { method: 'update3', params: ['m', 't', tables], id: null }, 'params'],
    ['an answer', { id: 7, result: [false, 't', tables], error: null }, 'result'],
  ])('of %s come while it arrives, however it is cut, and make the same message', (_name, message, where) => {
    for (const size of [777, 65_536, 10_000_000]) {
      const fragments: Fragment[] = []
      const framing = new Framing(mebibyte, (fragment) => fragments.push(fragment))
      const bytes = Buffer.from(`${JSON.stringify(message)}{"id":1}`)
      const texts: string[] = []
      for (let at = 0; at < bytes.length; at += size) texts.push(...framing.push(bytes.subarray(at, at + size)))
      expect(texts[1]).toBe('{"id":1}')
      expect(fragments.length).toBeGreaterThan(2)
      const [, , found] = withFragments(JSON.parse(texts[0] ?? '') as Json, fragments)[where] as Json[]
      const whole = Object.fromEntries(Object.entries(found ?? {}).map(([name, rows]) => [name, merged(rows)]))
      expect(whole).toEqual(tables)
    }
  })

  it('count to the size that is allowed', () => {
    const framing = new Framing(200_000, () => undefined)
    expect(() => framing.push(Buffer.from(JSON.stringify({ params: ['m', 't', tables] })))).toThrow('larger than')
  })

  it('are left in a message that is small', () => {
    const framing = new Framing(mebibyte, () => {
      throw new Error('none expected')
    })
    const text = '{"params":["m","t",{"A":{"u":{"insert":{"at":1}}}}]}'
    expect(framing.push(Buffer.from(text))).toEqual([text])
  })
})
