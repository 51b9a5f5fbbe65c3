import { describe, expect, it } from '@jest/globals'
import { arpOp, arpTpa, encodeMatch, ethType, parseMatch } from './match.ts'
import { encode, MessageType, OpenFlowError, padded, split } from './message.ts'
import { deleteFlows, dropFlow, forgetTracked, packetOut, unwatch, watch } from './orders.ts'
import { parseUpdates } from './updates.ts'

const hex = (bytes: Buffer): string => bytes.toString('hex')
const bytes = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const question = [ethType(0x0806), arpOp(1), arpTpa(bytes('0a000001'))]
const matched = '0001001880000a02080680002a02000180002e040a000001'

describe('messages', () => {
  const echo = { type: MessageType.echoRequest, xid: 7, body: bytes('aabb') }

  it.each([0, 1, 7, 8, 9, 10, 17, 18, 19, 30])('come whole, in whatever pieces: cut at %d', (at) => {
    const whole = Buffer.concat([encode(echo), encode({ ...echo, xid: 8, body: Buffer.alloc(0) }), encode(echo)])
    const first = split(whole.subarray(0, at))
    const second = split(Buffer.concat([first.rest, whole.subarray(at)]))
    expect([...first.messages, ...second.messages].map(({ xid, body }) => [xid, hex(body)])).toEqual([
      [7, 'aabb'],
      [8, ''],
      [7, 'aabb'],
    ])
    expect(second.rest).toHaveLength(0)
  })

  it.each([
    ['another protocol', '48545450 2f312e31'],
    ['an older version', '0402000800000001'],
    ['shorter than its header', '0502000700000001'],
  ])('that are %s are refused', (_, text) => {
    expect(() => split(bytes(text))).toThrow(OpenFlowError)
  })

  it('let a switch say hello in its newest version', () => {
    expect(split(bytes('0600000800000003')).messages).toHaveLength(1)
  })

  it.each([
    [0, 0],
    [1, 8],
    [8, 8],
    [9, 16],
  ])('are padded: %d bytes to %d', (length, wanted) => {
    expect(padded(Buffer.alloc(length))).toHaveLength(wanted)
  })
})

// What ovs-ofctl of Open vSwitch 3.1 sends for the same.
describe('orders', () => {
  it('watch flows, and no more', () => {
    expect(hex(watch(0, question).body)).toBe(
      `00100000000000000000 0000ffffffffffffffff001fff00${matched}`.replace(' ', ''),
    )
    expect(hex(unwatch(5).body)).toBe('001000000000000000000005ffffffffffffffff001fff020001000400000000')
  })

  it('forget what is tracked, of either family', () => {
    const ends = (a: string, b: string) =>
      hex(forgetTracked({ end: 'destination', address: bytes(a) }, { end: 'source', address: bytes(b) }).body)
    expect(ends('cb007132', '0a000103')).toBe(
      '0000232000000020000000000000000000000020000000000001001400000000000000000000ffffcb007132000000000001002000000000' +
        '0000001400000000000000000000ffff0a00010300000000',
    )
    expect(ends(`fd${'00'.repeat(14)}02`, `fd${'00'.repeat(14)}01`)).toBe(
      `00002320000000200000000000000000000000200000000000010014fd${'00'.repeat(14)}02000000000001002000000000` +
        `00000014fd${'00'.repeat(14)}0100000000`,
    )
  })

  it('forget what is tracked of one protocol and port', () => {
    const [original, reply] = [
      { end: 'destination', address: bytes('cb007132'), port: 80 } as const,
      { end: 'source', address: bytes('0a000103'), port: 8080 } as const,
    ]
    expect(hex(forgetTracked(original, reply, 6).body)).toBe(
      '000023200000002006000000000000000000002800000000000100140000000000000000 0000ffffcb007132000000000003000800500000'.replace(
        ' ',
        '',
      ) + '0001002800000000000000140000000000000000 0000ffff0a0001030000000000020008 1f900000'.replaceAll(' ', ''),
    )
  })

  it('put a frame out', () => {
    expect(hex(packetOut(3, bytes('ffff')).body)).toBe(
      'fffffffffffffffd0010000000000000000000100000000300000000 00000000ffff'.replace(' ', ''),
    )
  })

  it('make and delete flows of one cookie', () => {
    const flows = { cookie: bytes('00716e6d6f766564'), table: 8, match: question }
    expect(hex(dropFlow({ ...flows, priority: 65_000, hardTimeoutS: 60 }).body)).toBe(
      `00716e6d6f766564000000000000000008000000003cfde8ffffffffffffffffffffffff00000000${matched}`,
    )
    expect(hex(deleteFlows(flows).body)).toBe(
      `00716e6d6f766564ffffffffffffffff0803000000000000ffffffffffffffffffffffff00000000${matched}`,
    )
  })
})

describe('matches', () => {
  it('are read as they are written', () => {
    expect(hex(encodeMatch(question))).toBe(matched)
    expect(parseMatch(encodeMatch(question))).toEqual({
      fields: ['80000a020806', '80002a020001', '80002e040a000001'],
      metadata: undefined,
      length: 24,
    })
  })

  it('tell OVN’s datapath', () => {
    expect(parseMatch(bytes('0001001a 80000a020806 800004080000000000000003 000000000000')).metadata).toBe(
      '0000000000000003',
    )
  })
})

describe('updates of flows', () => {
  const update = (event: string, instructions = '') => {
    const length = 24 + 24 + instructions.length / 2
    return `${length.toString(16).padStart(4, '0')}${event}0b00 0000 0000 005c 00000000 00000000000000aa ${matched}${instructions}`
  }
  const abbreviated = '0008000400000001'
  const sent = (...each: readonly string[]) => bytes(`0010000000000000${each.join('')}`)

  it('are those of whole flows, gone or not', () => {
    const read = parseUpdates(sent(update('0001', '0004000800000000'), abbreviated, update('0002')))
    expect(read?.isLast).toBe(true)
    expect(read?.updates.map(({ flow, isGone }) => [flow.key, flow.priority, flow.actions, isGone])).toEqual([
      ['11 92 80000a020806 80002a020001 80002e040a000001', 92, [], false],
      ['11 92 80000a020806 80002a020001 80002e040a000001', 92, [], true],
    ])
  })

  it('may be followed by more of what was there', () => {
    expect(parseUpdates(bytes('0010000100000000'))?.isLast).toBe(false)
  })

  it('are no other answers, and end where they are cut off', () => {
    expect(parseUpdates(bytes('000d000000000000'))).toBeUndefined()
    expect(parseUpdates(sent('00ff0001'))?.updates).toEqual([])
  })
})
