import type { Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { memberColumnsOf, type Container, type ContainerSet, type MemberColumn } from './rows.ts'

/** A row with sets of members, and what a change did to each of them. */
export interface ContainerChange {
  readonly table: Container
  readonly uuid: Uuid<Container>
  readonly members: (column: MemberColumn) => { readonly added: readonly Uuid[]; readonly removed: readonly Uuid[] }
}

/** Which sets a row is in, kept up to date change by change: OVSDB only tells the other direction. */
export class Memberships {
  readonly #setsOf = new Map<Uuid, Map<Uuid, ContainerSet>>()

  of(member: Uuid): readonly ContainerSet[] {
    return [...(this.#setsOf.get(member)?.values() ?? [])]
  }

  /** Takes a change in; gives the members that joined or left. */
  apply(change: ContainerChange): readonly { member: Uuid; column: MemberColumn }[] {
    const { table, uuid } = change
    return memberColumnsOf(table).flatMap((column) => {
      const { added, removed } = change.members(column)
      for (const member of removed) this.#leave(member, uuid)
      for (const member of added) this.#join(member, { table, uuid, column })
      return [...removed, ...added].map((member) => ({ member, column }))
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
