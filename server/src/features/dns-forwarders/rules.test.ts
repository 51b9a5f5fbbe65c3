import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { checkForwardedDomain, checkServers } from './rules.ts'

describe('servers to ask', () => {
  it.each([[['10.0.0.53']], [['192.0.2.53', '192.0.2.53:5353', '[2001:db8::53]:853']]])('may be %j', (servers) => {
    expect(() => {
      checkServers(servers)
    }).not.toThrow()
  })

  it.each([
    [['127.0.0.1:8080'], '/servers/0: lies in 127.0.0.0/8, which leads to no other host'],
    [['10.0.0.53', '169.254.169.254'], '/servers/1: lies in 169.254.0.0/16, which leads to no other host'],
    [['::1'], '/servers/0: lies in ::/127, which leads to no other host'],
    [['10.0.0.53', '10.0.0.54', '10.0.0.53'], '/servers/2: is there twice'],
  ])('may not be %j', (servers, message) => {
    expect(() => {
      checkServers(servers)
    }).toThrow(new DomainError('invalid_request', message))
  })
})

describe('a forwarded domain', () => {
  it.each([null, 'office.example', 'internal.example'])('may be %j', (domain) => {
    expect(() => {
      checkForwardedDomain(domain, 'internal')
    }).not.toThrow()
  })

  it('is never one of ours', () => {
    expect(() => {
      checkForwardedDomain('shop.internal', 'internal')
    }).toThrow(new DomainError('invalid_request', '/domain: lies within "internal", which the platform answers for'))
  })
})
