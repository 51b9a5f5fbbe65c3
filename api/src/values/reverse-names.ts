import { formatIp, type Cidr, type Ip } from './ip.ts'

const nibblesOf = (value: bigint): string[] => value.toString(16).padStart(32, '0').split('')

/** The absolute name of an address's PTR records (RFC 1035 §3.5, RFC 3596 §2.5): what `reversedAddress` reads. */
export const reverseName = ({ family, value }: Ip): string =>
  family === 6
    ? `${nibblesOf(value).reverse().join('.')}.ip6.arpa`
    : `${formatIp({ family, value }).split('.').reverse().join('.')}.in-addr.arpa`

/** What one label of a reverse name stands for, and how many of them a whole address has. */
const LABELS = { 4: { bits: 8, count: 4 }, 6: { bits: 4, count: 32 } } as const

/** The domains that hold the reverse names of a block and no others: one where the block ends between two labels, else up to 128. */
export const reverseDomains = ({ family, network, prefixLength }: Cidr): string[] => {
  const { bits, count } = LABELS[family]
  const labels = Math.max(1, Math.ceil(prefixLength / bits))
  const step = 1n << BigInt((count - labels) * bits)
  return Array.from({ length: 2 ** (labels * bits - prefixLength) }, (_, index) =>
    reverseName({ family, value: network + BigInt(index) * step })
      .split('.')
      .slice(count - labels)
      .join('.'),
  )
}
