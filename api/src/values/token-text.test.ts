import { crc32 } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { readSecret, secretBeginning, tokenTextProblem, writeSecret, type SecretKind } from './token-text.ts'

const ID = '01957b2c-8a10-7c3e-9d21-3f5a6b7c8d9e'
const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)

describe('the text of a secret', () => {
  it.each<[SecretKind, string, number]>([
    ['token', ID, 0],
    ['token', ID, 255],
    ['token', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 7],
    ['token', '00000000-0000-0000-0000-000000000000', 7],
    ['join_token', ID, 7],
  ])('of a %s with id %s says which it is', (kind, id, fill) => {
    const secret = writeSecret(kind, id, bytes(fill))
    expect(secret).toMatch(/^qnj?_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/)
    expect(readSecret(secret)).toEqual({ kind, id })
    expect(secret.startsWith(secretBeginning(kind, id))).toBe(true)
  })

  it('is one and the same for ever: tokens outlive versions', () => {
    const secret = writeSecret('token', ID, bytes(1))
    expect(secret).toBe('qn_02zIvy1DeRZ2qT4lwGvbYM_0El6XFXwsUFD8J2vGxsaboW7rZYnQRBP5d9erwRwd293tTq6C')
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    const checksum = Array.from(secret.slice(-6)).reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0)
    expect(checksum).toBe(crc32(secret.slice(0, -6)))
  })

  it('has a checksum that every slip of one character, and every swap of neighbours, breaks', () => {
    const secret = writeSecret(
      'token',
      ID,
      Uint8Array.from({ length: 32 }, (_, index) => index * 7),
    )
    for (let place = 3; place < secret.length; place++) {
      const slip = secret.slice(0, place) + (secret[place] === 'x' ? 'y' : 'x') + secret.slice(place + 1)
      expect(readSecret(slip)).toBeUndefined()
      const swap = `${secret.slice(0, place - 1)}${secret.charAt(place)}${secret.charAt(place - 1)}${secret.slice(place + 1)}`
      if (swap !== secret) expect(readSecret(swap)).toBeUndefined()
    }
  })

  it('has 32 random bytes', () => {
    expect(() => writeSecret('token', ID, new Uint8Array(16))).toThrow('32 random bytes')
  })
})

describe('what is wrong with the text of a token', () => {
  const token = writeSecret('token', ID, bytes(9))
  it.each([
    ['a whole one', token, undefined],
    ['one of another make', 'some-token-of-an-administrator', undefined],
    ['one that is cut', token.slice(0, -1), 'checksum'],
    ['one with something after it', `${token}a`, 'checksum'],
    ['a prefix alone', 'qn_', 'checksum'],
    ['a join token', writeSecret('join_token', ID, bytes(9)), 'join token'],
    ['a mistyped join token', 'qnj_0', 'checksum'],
  ])('%s', (_, text, problem) => {
    const told = tokenTextProblem(text)
    if (problem === undefined) expect(told).toBeUndefined()
    else expect(told).toContain(problem)
    expect(told ?? '').not.toContain(token.slice(5, 20))
  })
})
