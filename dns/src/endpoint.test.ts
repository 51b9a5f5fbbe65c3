import { describe, expect, it } from '@jest/globals'
import { formatEndpoint, parseEndpoint } from './endpoint.ts'

describe('parseEndpoint', () => {
  it.each([
    ['127.0.0.1:53', { address: '127.0.0.1', port: 53 }],
    ['[::1]:5353', { address: '::1', port: 5353 }],
  ])('%s', (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual(endpoint)
    expect(formatEndpoint(endpoint)).toBe(text)
  })

  it.each([
    '127.0.0.1',
    'localhost:53',
    '::1:53',
    '[::1]',
    '300.0.0.1:53',
    '127.0.0.1:65536',
    '[127.0.0.1]:53',
    '127.0.0.1:53\n',
    '',
  ])('refuses "%s"', (text) => {
    expect(parseEndpoint(text)).toBeUndefined()
  })
})
