import { indexes } from './layout.ts'

/** Which subnet has which N. */
export interface Allotment {
  readonly subnet: string
  readonly index: number
}

export interface Allotted {
  readonly allotments: readonly Allotment[]
  /** subnets for which no N was left */
  readonly exhausted: readonly string[]
}

/**
 * Gives every subnet an N of its own. One that has an N keeps it; a new one gets the lowest that nobody has, and that includes edges which
 * are about to go: what carries their N may still be there.
 */
export const allot = (subnets: readonly string[], present: readonly Allotment[]): Allotted => {
  const kept = new Map(present.map(({ subnet, index }) => [subnet, index]))
  const taken = new Set(present.map(({ index }) => index))
  const free = indexes.filter((index) => !taken.has(index)).values()
  const allotments: Allotment[] = []
  const exhausted: string[] = []
  for (const subnet of [...new Set(subnets)].sort()) {
    const index = kept.get(subnet) ?? free.next().value
    if (index === undefined) exhausted.push(subnet)
    else allotments.push({ subnet, index })
  }
  return { allotments, exhausted }
}
