import type { Operation } from './operation.ts'
import type { DatabaseSchema } from './schema.ts'
import { planTransaction } from './transact.ts'
import type { MemberPurpose, Plan } from './transact.ts'

/** A transaction that was checked against the schema and written for the wire, ready to be sent alone or together with others. */
export interface Prepared<Ops extends readonly unknown[] = readonly unknown[]> {
  readonly plan: Plan
  /** the JSON of each operation on the wire */
  readonly texts: readonly string[]
  readonly bytes: number
  readonly operations: Ops
}

/** Several prepared transactions as one request, a writer's guard before them. */
export interface Joined {
  /** JSON of the operations, with commas between */
  readonly text: string
  readonly bytes: number
  readonly purposes: readonly MemberPurpose[]
  readonly members: number
}

const preparedFrom = <Ops extends readonly Operation[]>(plan: Plan, operations: Ops): Prepared<Ops> => {
  const texts = plan.wire.map((operation) => JSON.stringify(operation))
  return { operations, plan, texts, bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0) }
}

/** @throws ValidationError, SchemaError */
export const prepare = <Ops extends readonly Operation[]>(schema: DatabaseSchema, operations: Ops): Prepared<Ops> =>
  preparedFrom(planTransaction(schema, [], operations), operations)

/** @throws ValidationError, SchemaError */
export const prepareGuard = (schema: DatabaseSchema, guard: readonly Operation[]): Prepared =>
  preparedFrom(planTransaction(schema, guard, []), guard)

/** Puts transactions into one. What several of them check of a parent row is checked once, as in a transaction made by hand. */
export const join = (guard: Prepared, members: readonly Prepared[]): Joined => {
  const texts: string[] = [...guard.texts]
  const purposes: MemberPurpose[] = guard.plan.purposes.map((purpose) => ({ ...purpose, member: null }))
  const checked = new Set<string>()
  let bytes = guard.bytes
  for (const [member, { plan, texts: own }] of members.entries()) {
    for (const [place, purpose] of plan.purposes.entries()) {
      const text = own[place] ?? ''
      if (purpose.kind === 'existence' && checked.has(text)) continue
      if (purpose.kind === 'existence') checked.add(text)
      if (purpose.operation.op === 'delete') checked.clear()
      texts.push(text)
      purposes.push({ ...purpose, member })
    }
    bytes += members[member]?.bytes ?? 0
  }
  return { text: texts.join(','), bytes, purposes, members: members.length }
}
