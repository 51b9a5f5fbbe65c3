import { formatCidr, isDnsName, isWithin, parseCidr, parseIp } from '@quantumnet/api'
import { parseEndpoint, type Endpoint } from '../endpoint.ts'

/** What may go into a Corefile: each of these gives its input back, or says what is wrong with it and where. */

/** @throws Error */
export const zoneName = (name: string, where: string): string => {
  if (!isDnsName(name))
    throw new Error(
      `${where}: "${name}" is not a zone's name; give lower-case labels, no trailing dot, as in "internal"`,
    )
  return name
}

/** A domain as people write them: labels may begin with an underscore. */
const DOMAIN = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/

/** @throws Error */
export const domainName = (name: string, where: string): string => {
  if (!DOMAIN.test(name)) throw new Error(`${where}: "${name}" is not a domain in lower case without a trailing dot`)
  return name
}

/** @throws Error when `name` is not a name below `parent` */
export const zoneBelow = (name: string, parent: string, where: string): string => {
  if (zoneName(name, where) === parent || !isWithin(name, parent))
    throw new Error(`${where}: "${name}" is not below "${parent}"; give a zone such as "demo.${parent}"`)
  return name
}

/** @throws Error */
export const ipAddress = (text: string, where: string): string => {
  if (parseIp(text) === undefined) throw new Error(`${where}: "${text}" is not an IP address`)
  return text
}

/** @throws Error */
export const endpointParts = (text: string, where: string): Endpoint => {
  const parts = parseEndpoint(text)
  if (parts === undefined)
    throw new Error(`${where}: "${text}" is not an address with a port, such as "127.0.0.1:53" or "[::1]:53"`)
  return parts
}

/** @throws Error */
export const endpoint = (text: string, where: string): string => {
  endpointParts(text, where)
  return text
}

/** @throws Error when there is none, or one is not an address with a port */
export const endpoints = (texts: readonly string[], where: string): string => {
  if (texts.length === 0) throw new Error(`${where}: give at least one address with a port, such as "127.0.0.1:53"`)
  return texts.map((text) => endpoint(text, where)).join(' ')
}

/** The addresses alone, as blocks of one. */
export const hostBlocks = (texts: readonly string[], where: string): string[] =>
  texts.map((text) => {
    const { address } = endpointParts(text, where)
    const cidr = parseCidr(`${address}/${address.includes(':') ? '128' : '32'}`)
    return cidr === undefined ? address : formatCidr(cidr)
  })
