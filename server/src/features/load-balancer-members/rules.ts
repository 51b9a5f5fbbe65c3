import { closedBlockOf } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'
import { familyOf, ipOf } from '../ipam/index.ts'

/**
 * Whether a load balancer can send connections to an address that is no port's of ours. @throws DomainError invalid_request
 */
export const checkBareTarget = (ip: string, vip: string): void => {
  const refuse = (message: string, allowed: string): never => {
    throw fieldError('invalid_request', { pointer: '/target/ip', message, value: ip, allowed })
  }
  const family = `IPv${String(familyOf(vip))}`
  if (familyOf(ip) !== familyOf(vip))
    refuse(`is IPv${String(familyOf(ip))}, and the load balancer's address ${vip} is ${family}`, `an ${family} address`)
  if (ip === vip) refuse("is the load balancer's own address", 'an address that something else has')
  const closed = closedBlockOf(ipOf(ip))
  if (closed !== undefined)
    refuse(`lies in ${closed}, which leads to no other host`, 'an address that is reached over a network')
}
