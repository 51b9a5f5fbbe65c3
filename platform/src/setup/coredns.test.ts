import { describe, expect, it } from '@jest/globals'
import { unfitness } from './coredns.ts'

const VERSION = 'CoreDNS-1.14.7\nlinux/amd64, go1.26.8, \n'
const PLUGINS = ['acl', 'bind', 'bufsize', 'cache', 'errors', 'forward', 'health', 'ready', 'rewrite', 'secondary']

describe('a CoreDNS found on PATH', () => {
  it.each([
    ['of the oldest version', VERSION],
    ['of a newer one', 'CoreDNS-1.15.0'],
    ['of a new series', 'CoreDNS-2.0.0'],
  ])('will do: %s', (_, version) => {
    expect(unfitness(version, PLUGINS.join('\n'))).toBeUndefined()
  })

  it('will do when it lists its plugins with a prefix', () => {
    expect(unfitness(VERSION, PLUGINS.map((plugin) => `  dns.${plugin}`).join('\n'))).toBeUndefined()
  })

  it.each(['CoreDNS-1.14.6', 'CoreDNS-1.9.20', 'CoreDNS-0.99.99', 'no version'])('is too old: %s', (version) => {
    expect(unfitness(version, PLUGINS.join('\n'))).toBe('is older than 1.14.7')
  })

  it('lacks plugins', () => {
    expect(unfitness(VERSION, 'bind\ncache\nmysecondary')).toBe(
      'lacks the plugins acl, bufsize, errors, forward, health, ready, rewrite, secondary',
    )
  })
})
