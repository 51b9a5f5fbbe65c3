import { randomInt } from 'node:crypto'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import type { WireName } from '../wire/name.ts'

/**
 * Hashes of names, from their last byte to their first (FNV-1a): the hash of a name goes on from that of the name above it, so one pass over a
 * name gives those of all names above it as well. The start is by chance, so that nobody can choose names that all have one hash; the threads
 * of a process have the same, since they read the same tables.
 */

const SEED = 'quantumnet-dns-hash-seed'
const known = getEnvironmentData(SEED)

/** Hash of the root. */
export const ROOT_HASH = typeof known === 'number' ? known : randomInt(0x7fff_ffff)
setEnvironmentData(SEED, ROOT_HASH)

const PRIME = 0x0100_0193

/** The hash of what begins one byte earlier. */
export const hashOn = (hash: number, byte: number): number => Math.imul(hash ^ byte, PRIME)

/** For tables: the low bits alone of FNV's last step say little. Never negative. */
export const spread = (hash: number): number => (hash ^ (hash >>> 15)) >>> 0

export const hashName = (name: WireName): number => {
  let hash = ROOT_HASH
  for (let index = name.length - 1; index >= 0; index--) hash = hashOn(hash, name.charCodeAt(index))
  return hash
}
