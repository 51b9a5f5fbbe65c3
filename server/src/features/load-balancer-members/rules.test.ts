import { describe, expect, it } from '@jest/globals'
import { DomainError } from '../../errors.ts'
import { checkBareTarget } from './rules.ts'

describe('an address that is no port’s', () => {
  it.each([
    ['192.0.2.10', '10.0.0.80'],
    ['2001:db8::10', '2001:db8::80'],
  ])('%s is a target behind %s', (ip, vip) => {
    expect(() => {
      checkBareTarget(ip, vip)
    }).not.toThrow()
  })

  it.each([
    ['2001:db8::10', '10.0.0.80', "/target/ip: is IPv6, and the load balancer's address 10.0.0.80 is IPv4"],
    ['192.0.2.10', '2001:db8::80', "/target/ip: is IPv4, and the load balancer's address 2001:db8::80 is IPv6"],
    ['10.0.0.80', '10.0.0.80', "/target/ip: is the load balancer's own address"],
    ['127.0.0.1', '10.0.0.80', '/target/ip: lies in 127.0.0.0/8, which leads to no other host'],
    ['fe80::1', '2001:db8::80', '/target/ip: lies in fe80::/10, which leads to no other host'],
  ])('%s is none behind %s', (ip, vip, message) => {
    expect(() => {
      checkBareTarget(ip, vip)
    }).toThrow(new DomainError('invalid_request', message))
  })
})
