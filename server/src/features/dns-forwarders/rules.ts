import { closedBlockOf, isWithin, parseServerAddress } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'

const closedBlock = (server: string): string | undefined => {
  const address = parseServerAddress(server)
  return address === undefined ? undefined : closedBlockOf(address.ip)
}

/** Servers that can be asked, each once. @throws DomainError invalid_request */
export const checkServers = (servers: readonly string[]): void => {
  servers.forEach((server, index) => {
    const pointer = `/servers/${String(index)}`
    const closed = closedBlock(server)
    if (closed !== undefined)
      throw fieldError('invalid_request', {
        pointer,
        message: `lies in ${closed}, which leads to no other host`,
        value: server,
        allowed: 'an address that the hypervisors reach over a network',
      })
    if (servers.indexOf(server) !== index)
      throw fieldError('invalid_request', {
        pointer,
        message: 'is there twice',
        value: server,
        allowed: 'every server once',
      })
  })
}

/** Names of the platform are answered here, and never asked elsewhere. @throws DomainError invalid_request */
export const checkForwardedDomain = (domain: string | null, platform: string): void => {
  if (domain === null || !isWithin(domain, platform)) return
  throw fieldError('invalid_request', {
    pointer: '/domain',
    message: `lies within "${platform}", which the platform answers for`,
    value: domain,
    allowed: `a domain outside of "${platform}", or null for all that nobody else answers for`,
  })
}
