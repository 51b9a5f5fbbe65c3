import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { checkZoneName, parentDomains } from './rules.ts'

describe('the name of a zone', () => {
  it.each([
    ['corp.example', 'internal'],
    ['internal.example', 'internal'],
    ['xinternal.example', 'internal.example'],
    ['5.10.in-addr.arpa', 'internal'],
    ['example.com', 'cloud.example.org'],
  ])('may be %j beside %j', (name, platform) => {
    expect(() => {
      checkZoneName(name, platform)
    }).not.toThrow()
  })

  it.each([
    ['shop.internal', 'internal', '/name: lies within "internal", which the platform answers for'],
    ['a.b.internal', 'internal', '/name: lies within "internal", which the platform answers for'],
    [
      'cloud.example.org',
      'cloud.example.org',
      '/name: lies within "cloud.example.org", which the platform answers for',
    ],
    ['example.org', 'cloud.example.org', '/name: holds "cloud.example.org", which the platform answers for'],
  ])('may not be %j beside %j', (name, platform, message) => {
    expect(() => {
      checkZoneName(name, platform)
    }).toThrow(new DomainError('invalid_request', message))
  })
})

describe('the domains above', () => {
  it.each<[string, string[]]>([
    ['corp.example', []],
    ['a.corp.example', ['corp.example']],
    ['a.b.corp.example', ['b.corp.example', 'corp.example']],
  ])('%j are %j', (name, parents) => {
    expect(parentDomains(name)).toEqual(parents)
  })
})
