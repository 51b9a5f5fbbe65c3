import { cidrContains, parseCidr, type Cidr, type Ip } from './ip.ts'

/**
 * Blocks in which no other host can be reached over a network (RFC 6890): this host, its link, groups, and what is reserved. Whoever may name a
 * server or a target must not name these: on a hypervisor they lead to its own services and to those that platforms offer at link-local addresses.
 */
const CLOSED: readonly (readonly [text: string, cidr: Cidr])[] = [
  ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '::/127', '::ffff:0:0/96', 'fe80::/10', 'ff00::/8'],
].flatMap((text) => {
  const cidr = parseCidr(text)
  return cidr === undefined ? [] : [[text, cidr] as const]
})

/** The block of these that an address lies in, as text; undefined where it may be a host on a network. */
export const closedBlockOf = (ip: Ip): string | undefined => CLOSED.find(([, cidr]) => cidrContains(cidr, ip))?.[0]
