import { describe, expect, it } from '@jest/globals'
import { notifiedZone, notifyAnswer } from './notify.ts'

const header = (flags: number, questions = 1): string =>
  `1234${flags.toString(16).padStart(4, '0')}${questions.toString(16).padStart(4, '0')}000000000000`
const DEMO = '0444656d6f08696e7465726e616c00'

describe('notifiedZone', () => {
  it.each<[string, string, string | undefined]>([
    ['a NOTIFY', `${header(0x2400)}${DEMO}00060001`, 'demo.internal'],
    ['a query', `${header(0x0100)}${DEMO}00060001`, undefined],
    ['the answer to a NOTIFY', `${header(0xa400)}${DEMO}00060001`, undefined],
    ['a NOTIFY of two zones', `${header(0x2400, 2)}${DEMO}00060001`, undefined],
    ['a name that ends early', `${header(0x2400)}0444656d`, undefined],
    ['a name without an end', `${header(0x2400)}0444656d6f`, undefined],
    ['a pointer', `${header(0x2400)}c00c`, undefined],
    ['too short', '1234', undefined],
  ])('%s', (_, hex, zone) => {
    expect(notifiedZone(Buffer.from(hex, 'hex'))).toBe(zone)
  })
})

it('is answered with its own id, opcode and question', () => {
  const packet = Buffer.from(`${header(0x2400)}${DEMO}00060001`, 'hex')
  expect(notifyAnswer(packet, true).toString('hex')).toBe(`${header(0xa400)}${DEMO}00060001`)
  expect(notifyAnswer(packet, false).toString('hex')).toBe(`${header(0xa405)}${DEMO}00060001`)
})
