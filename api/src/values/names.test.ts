import { describe, expect, it } from '@jest/globals'
import { isDnsName, isHostLabel, toHostLabel } from './dns-name.ts'
import { isMulticastMac, localMac, parseMac } from './mac.ts'

describe('host labels', () => {
  it.each([
    ['web1', true],
    ['1', true],
    ['a'.repeat(63), true],
    ['a'.repeat(64), false],
    ['', false],
    ['-a', false],
    ['a-', false],
    ['Web', false],
    ['a_b', false],
    ['a.b', false],
    ['localhost', false],
    ['wpad', false],
  ])('"%s" may be a label: %s', (text, expected) => {
    expect(isHostLabel(text)).toBe(expected)
  })

  it.each([
    ['Web Server_1', 'web-server-1'],
    ['db.example.org', 'db'],
    ['--x--', 'x'],
    ['ünï', 'n'],
    ['...', undefined],
    ['localhost', undefined],
    [`${'a'.repeat(62)}--b`, 'a'.repeat(62)],
  ])('"%s" becomes %s', (name, label) => {
    expect(toHostLabel(name)).toBe(label)
  })

  it('knows names of several labels', () => {
    expect([isDnsName('a.b-c.internal'), isDnsName('a..b'), isDnsName(`${'a'.repeat(63)}.`.repeat(4))]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('MAC addresses', () => {
  it.each([
    ['02:AB:00:11:22:33', '02:ab:00:11:22:33'],
    ['02-ab-00-11-22-33', '02:ab:00:11:22:33'],
    ['02:ab-00:11:22:33', undefined],
    ['02:ab:00:11:22', undefined],
    ['02ab00112233', undefined],
  ])('%s is %s', (text, expected) => {
    expect(parseMac(text)).toBe(expected)
  })

  it('makes unicast, locally administered ones', () => {
    const mac = localMac(Uint8Array.of(0, 255, 16, 1, 2))
    expect(mac).toBe('02:00:ff:10:01:02')
    expect(isMulticastMac(mac)).toBe(false)
    expect(isMulticastMac('01:00:5e:00:00:01')).toBe(true)
  })
})
