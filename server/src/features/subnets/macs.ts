import { randomBytes } from 'node:crypto'
import { localMac } from '@quantumnet/api'
import type { Queryable } from '../../db/pool.ts'
import { macsInUse } from './store.ts'

/** A generated MAC address: locally administered, forty random bits. */
export const randomMac = (): string => localMac(randomBytes(5))

/**
 * Generated MAC addresses that nobody on the network has at the moment. Nothing keeps a port from taking one of them in the same instant;
 * that is as likely as guessing forty random bits.
 */
export const unusedMacs = async (db: Queryable, network: string, count: number): Promise<string[]> => {
  const macs = new Set<string>()
  while (macs.size < count) {
    const candidates = Array.from({ length: count - macs.size }, randomMac)
    const used = await macsInUse(db, network, candidates)
    for (const mac of candidates) if (!used.includes(mac)) macs.add(mac)
  }
  return [...macs]
}
