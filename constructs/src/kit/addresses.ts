import { formatIp, hostRange, parseCidr, parseIp, rangeContains } from '@quantumnet/api'
import type { IConstruct } from 'constructs'
import { refuse } from './check.ts'

/**
 * Refuses addresses, by what they are, that are known to be none of a block. Where the block is known only to Terraform, and for what is no address, such as `none` or a
 * token, that is left to the provider.
 * @throws Error that names the address and those that are allowed
 */
export const checkInside = (
  construct: IConstruct,
  cidr: string | undefined,
  addresses: Readonly<Record<string, string | undefined>>,
): void => {
  const block = cidr === undefined ? undefined : parseCidr(cidr)
  if (cidr === undefined || block === undefined) return
  const hosts = hostRange(block)
  const [first, last] = [hosts.first, hosts.last].map((value) => formatIp({ family: block.family, value }))
  for (const [what, ip] of Object.entries(addresses)) {
    const address = ip === undefined ? undefined : parseIp(ip)
    if (ip === undefined || address === undefined) continue
    if (address.family !== block.family || !rangeContains(hosts, address.value))
      refuse(construct, `${what} is "${ip}": must be an address of ${cidr}, from ${String(first)} to ${String(last)}`)
  }
}
