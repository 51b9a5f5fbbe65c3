import { TYPE } from '../wire/constants.ts'
import type { WireName } from '../wire/name.ts'
import { hostsOf, type RRset } from '../wire/record-set.ts'
import { setsAt } from './lookup.ts'
import { isWithin, type Found, type Zone } from './zone.ts'

/** However many hosts a set names. */
const MOST_HOSTS = 16

/** Addresses of the hosts in an answer, as far as the zone has them. */
export function* additionalTo(zone: Zone, answer: readonly Found[]): Generator<Found> {
  const told = new Set<WireName>()
  for (const host of answer.flatMap(({ set }) => hostsOf(set)).slice(0, MOST_HOSTS)) {
    if (told.has(host) || !isWithin(host, zone)) continue
    told.add(host)
    for (const set of setsAt(zone, host) ?? []) if (isAddress(set)) yield { owner: host, set }
  }
}

/**
 * Addresses of the servers of a zone that begins at a cut. Without those that are below the cut nobody could ask them, so they have to be told
 * (RFC 9471): `isGlue`.
 */
export function* serversOf(zone: Zone, cut: Found): Generator<Found & { readonly isGlue: boolean }> {
  for (const host of new Set(hostsOf(cut.set))) {
    if (!isWithin(host, zone)) continue
    const isGlue = isWithin(host, { apex: cut.owner })
    for (const set of setsAt(zone, host) ?? []) if (isAddress(set)) yield { owner: host, set, isGlue }
  }
}

const isAddress = ({ type }: RRset): boolean => type === TYPE.A || type === TYPE.AAAA
