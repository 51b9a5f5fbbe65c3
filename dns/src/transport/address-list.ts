import { BlockList, isIPv6 } from 'node:net'
import { parseCidr } from '@quantumnet/api/values/ip'

/** An IPv4 peer of a socket that takes both families is seen as ::ffff:a.b.c.d. */
export const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address

/** How many verdicts are remembered: a lookup in the list costs more than the rest of an answer. */
const REMEMBERED = 4096

/** A set of addresses, given as blocks. */
export class AddressList {
  readonly #blocks = new BlockList()
  readonly #verdicts = new Map<string, boolean>()
  #last = ''
  #verdict = false

  /** @throws Error on a text that is not a block such as 10.0.0.0/8 */
  constructor(blocks: readonly string[]) {
    for (const text of blocks) {
      const [address, length] = text.split('/')
      const cidr = parseCidr(text)
      if (cidr === undefined || address === undefined) throw new Error(`"${text}" is not a block such as 10.0.0.0/8`)
      this.#blocks.addSubnet(address, Number(length), cidr.family === 6 ? 'ipv6' : 'ipv4')
    }
  }

  has(address: string): boolean {
    // Whoever asks mostly asks again: the same text is found faster than its hash is made.
    if (address !== this.#last) {
      this.#last = address
      this.#verdict = this.#remembered(address)
    }
    return this.#verdict
  }

  #remembered(address: string): boolean {
    const known = this.#verdicts.get(address)
    if (known !== undefined) return known
    const verdict = this.#blocks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
    if (this.#verdicts.size >= REMEMBERED) this.#verdicts.clear()
    this.#verdicts.set(address, verdict)
    return verdict
  }
}
