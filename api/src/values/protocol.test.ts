import { describe, expect, it } from '@jest/globals'
import { parseProtocol, protocolNumber } from './protocol.ts'

describe('protocols', () => {
  it.each<[string, string, number | null]>([
    ['any', 'any', null],
    ['ANY', 'any', null],
    ['tcp', 'tcp', 6],
    ['TCP', 'tcp', 6],
    ['6', 'tcp', 6],
    ['58', 'icmpv6', 58],
    ['0', '0', 0],
    ['255', '255', 255],
    ['47', 'gre', 47],
    ['99', '99', 99],
  ])('%s is spelled %s and has the number %s', (text, name, number) => {
    expect(parseProtocol(text)).toBe(name)
    expect(protocolNumber(name)).toBe(number)
  })

  it.each(['', '256', '-1', '06', '1.5', 'http', 'tcp ', 'toString', '__proto__'])('"%s" is none', (text) => {
    expect(parseProtocol(text)).toBeUndefined()
  })
})
