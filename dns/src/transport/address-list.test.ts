import { describe, expect, it } from '@jest/globals'
import { AddressList, plainAddress } from './address-list.ts'

describe('AddressList', () => {
  const list = new AddressList(['10.0.0.0/8', '192.0.2.7/32', 'fd00::/16'])
  it.each([
    ['10.255.255.255', true],
    ['11.0.0.0', false],
    ['192.0.2.7', true],
    ['192.0.2.8', false],
    ['fd00:1::1', true],
    ['fe00::1', false],
    ['not an address', false],
  ])('%s: %s, the second time too', (address, expected) => {
    expect([list.has(address), list.has(address)]).toEqual([expected, expected])
  })

  it('has nobody when it is empty', () => {
    expect(new AddressList([]).has('127.0.0.1')).toBe(false)
  })

  it.each(['10.0.0.0', '10.0.0.0/33', 'example.org/8'])('refuses the block %s', (block) => {
    expect(() => new AddressList([block])).toThrow(`"${block}" is not a block such as 10.0.0.0/8`)
  })
})

describe('plainAddress', () => {
  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['192.0.2.1', '192.0.2.1'],
    ['::1', '::1'],
  ])('%s is %s', (address, plain) => {
    expect(plainAddress(address)).toBe(plain)
  })
})
