import { describe, expect, it } from '@jest/globals'
import { parseKeyFile } from './keys.ts'

const SECRET = Buffer.alloc(32, 7).toString('base64')

describe('a file of keys', () => {
  it('is what tsig-keygen writes, any number of times, with comments', () => {
    const file = `# of the edges
      key "Edge-A.example" { algorithm hmac-sha256; secret "${SECRET}"; };
      // another /* and */
      key edge-b. {\n\tsecret ${SECRET};\n\talgorithm HMAC-SHA512;\n};`
    expect(parseKeyFile(file).map(({ text, hash, secret }) => [text, hash, secret.length])).toEqual([
      ['edge-a.example', 'sha256', 32],
      ['edge-b', 'sha512', 32],
    ])
    expect(parseKeyFile('')).toEqual([])
  })

  it.each([
    [
      'key "a" { algorithm hmac-md5; secret "x"; };',
      'the key "a" is of the algorithm "hmac-md5"; give one of hmac-sha256',
    ],
    ['key "a" { algorithm hmac-sha256; };', 'the key "a" has no secret'],
    [
      'key "a" { algorithm hmac-sha256; secret "c2hvcnQ="; };',
      'the secret of the key "a" has 5 bytes; give 16 or more',
    ],
    ['key "a" { algorithm hmac-sha256; secret "no base64!"; };', 'something else than one algorithm and one secret'],
    ['key "a" { algorithm hmac-sha256; secret "no-base64!"; };', 'the secret of the key "a" is not base64'],
    [`key "a b" { secret "${SECRET}"; };`, 'after 0 keys there is something else than key'],
    [`zone "a" { };`, 'after 0 keys there is something else than key'],
    [`key "a" { algorithm hmac-sha256; secret "${SECRET}"; };`.repeat(2), 'the key "a" is there twice'],
    [`key "a" { algorithm hmac-sha256; secret "${SECRET}"; secret "${SECRET}"; };`, 'one algorithm and one secret'],
  ])('is refused when it says %s, without its secret', (file, message) => {
    expect(() => parseKeyFile(file)).toThrow(message)
    const problem = (() => {
      try {
        parseKeyFile(file)
        return ''
      } catch (error) {
        return String(error)
      }
    })()
    expect(problem).not.toContain(SECRET)
  })
})
