import type { Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { memberColumns, type Container, type ContainerSet, type MemberColumn } from './rows.ts'

type Sets = Readonly<Record<MemberColumn, readonly Uuid[]>>

/** A row with sets of members, before and after a change; null: not there. */
export interface ContainerChange {
  readonly table: Container
  readonly uuid: Uuid<Container>
  readonly before: Sets | null
  readonly after: Sets | null
}

/** Which sets a row is in, kept up to date change by change: OVSDB only tells the other direction. */
export class Memberships {
  readonly #setsOf = new Map<Uuid, Map<Uuid, ContainerSet>>()

  of(member: Uuid): readonly ContainerSet[] {
    return [...(this.#setsOf.get(member)?.values() ?? [])]
  }

  /** Takes a change in; gives the members that joined or left. */
  apply({ table, uuid, before, after }: ContainerChange): readonly { member: Uuid; column: MemberColumn }[] {
    return memberColumns.flatMap((column) => {
      const { left, joined } = difference(before?.[column] ?? [], after?.[column] ?? [])
      for (const member of left) this.#leave(member, uuid)
      for (const member of joined) this.#join(member, { table, uuid, column })
      return [...left, ...joined].map((member) => ({ member, column }))
    })
  }

  #join(member: Uuid, set: ContainerSet): void {
    const sets = this.#setsOf.get(member) ?? new Map<Uuid, ContainerSet>()
    this.#setsOf.set(member, sets)
    sets.set(set.uuid, set)
  }

  #leave(member: Uuid, container: Uuid): void {
    const sets = this.#setsOf.get(member)
    sets?.delete(container)
    if (sets?.size === 0) this.#setsOf.delete(member)
  }
}

/**
 * Members that are only in one of two lists. The replica keeps the order of a set and appends to it, so a large set that lost or won a
 * few members has nearly all of them in a common head and tail, which are skipped.
 */
export const difference = <T>(
  before: readonly T[],
  after: readonly T[],
): { readonly left: readonly T[]; readonly joined: readonly T[] } => {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const was = new Set(before.slice(head, before.length - tail))
  const is = new Set(after.slice(head, after.length - tail))
  return { left: [...was].filter((one) => !is.has(one)), joined: [...is].filter((one) => !was.has(one)) }
}
