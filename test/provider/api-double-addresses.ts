import {
  cidrContains,
  cidrsOverlap,
  formatCidr,
  formatIp,
  hostRange,
  parseCidr,
  parseIp,
  type Cidr,
} from '@quantumnet/api'
import { Refused } from './refused.ts'
import { live, refuse, type Fields, type Row, type Rows } from './api-double-rows.ts'

/** Blocks and addresses of the double. All are IPv4. */

/** The block of a subnet. */
export const blockOf = (row: Fields): Cidr => {
  const block = parseCidr(String(row['cidr']))
  if (block === undefined) throw new Error('the double has a subnet without a block')
  return block
}
export const textOf = (value: bigint): string => formatIp({ family: 4, value })

/** Every pool of the double carves from here. */
const POOL = 0x0a400000n

/** The first block of this length that overlaps none of these. */
export const carve = (prefixLength: number, taken: readonly Cidr[]): string => {
  const size = 1n << BigInt(32 - prefixLength)
  for (let network = POOL; ; network += size) {
    const block: Cidr = { family: 4, network, prefixLength }
    if (!taken.some((other) => cidrsOverlap(block, other))) return formatCidr(block)
  }
}

export interface FixedIp {
  readonly subnet: string
  readonly ip: string
}
export const fixedIpsOf = ({ fields }: Row): readonly FixedIp[] => fields['fixed_ips'] as FixedIp[]

const isTaken = (rows: Rows, { id, fields }: Row, ip: string): boolean =>
  ip === fields['gateway'] ||
  ip === fields['dns_address'] ||
  [...rows.port.values()].some((port) => fixedIpsOf(port).some((fixed) => fixed.subnet === id && fixed.ip === ip))

const addressIn = (rows: Rows, sub: Row, asked: string | undefined, field: string): string => {
  const block = blockOf(sub.fields)
  const { first, last } = hostRange(block)
  if (asked !== undefined) {
    const ip = parseIp(asked)
    if (ip === undefined || !cidrContains(block, ip)) refuse('address_outside_subnet', field, `${asked} lies outside`)
    return isTaken(rows, sub, asked) ? refuse('address_taken', field, `${asked} is in use`) : asked
  }
  for (let value = first; value <= last; value++) if (!isTaken(rows, sub, textOf(value))) return textOf(value)
  throw new Refused({ code: 'subnet_exhausted', detail: 'no free address' })
}

/** Addresses for these wishes; of those that the port has, it keeps what they can mean. */
export const fixedIpsFor = (
  wishes: readonly Partial<FixedIp>[],
  { network, own }: { readonly network: string; readonly own: readonly FixedIp[] },
  rows: Rows,
): readonly FixedIp[] => {
  const subnets = live(rows.subnet).filter(({ fields }) => fields['network'] === network)
  const left = [...own]
  const take = (fits: (fixed: FixedIp) => boolean): FixedIp | undefined => {
    const index = left.findIndex(fits)
    return index < 0 ? undefined : left.splice(index, 1)[0]
  }
  const named = wishes.map(({ ip }) => (ip === undefined ? undefined : take((fixed) => fixed.ip === ip)))
  return wishes.map((wish, index) => {
    const open = wish.ip === undefined
    const kept =
      named[index] ?? (open ? take(({ subnet }) => wish.subnet === undefined || subnet === wish.subnet) : undefined)
    if (kept !== undefined) return kept
    const pointer = `fixed_ips/${String(index)}`
    const sub = subnets.find(({ id }) => wish.subnet === undefined || id === wish.subnet)
    if (sub === undefined) return refuse('reference_not_found', `${pointer}/subnet`, 'no such subnet')
    return { subnet: sub.id, ip: addressIn(rows, sub, wish.ip, `${pointer}/ip`) }
  })
}
