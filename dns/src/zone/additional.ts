import { TYPE } from '../wire/constants.ts'
import type { WireName } from '../wire/name.ts'
import { setsAt, type Found } from './lookup.ts'
import { isWithin, type Zone } from './zone.ts'

/** However many hosts a set names. */
const MOST_HOSTS = 16

/** Addresses of the hosts in an answer, as far as the zone has them and the answer does not. */
export function* additionalTo(zone: Zone, answer: readonly Found[]): Generator<Found> {
  const told = new Set<WireName>()
  const answered = new Set(answer.map(({ set }) => set))
  for (const target of answer.flatMap(({ set }) => set.targets).slice(0, MOST_HOSTS)) {
    if (told.has(target) || !isWithin(target, zone)) continue
    told.add(target)
    for (const set of setsAt(zone, target) ?? [])
      if ((set.type === TYPE.A || set.type === TYPE.AAAA) && !answered.has(set)) yield { owner: target, set }
  }
}
