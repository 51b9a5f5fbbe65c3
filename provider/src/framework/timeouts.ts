import { optional } from './attribute.ts'
import type { Finding } from './diagnostics.ts'
import { object, string } from './kind.ts'
import type { Attribute } from './shape.ts'
import { isRecord, type ObjectValue } from './value.ts'

/** What a user may give a time limit for. */
export type Operation = 'create' | 'update' | 'delete' | 'read'
/** Limits in Go's notation, such as "90s" or "1h30m", of the operations that there are. */
export type Limits = Readonly<Partial<Record<Operation, string>>>
/** Limits of a resource. */
export type Timeouts = Readonly<Record<Exclude<Operation, 'read'>, string>> & Limits

/** Of an operation that says nothing else: a read waits for nobody but the backend itself. */
const USUAL_LIMIT = '1m'

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** The longest time that a timer of Node can wait; beyond it, it would not wait at all. */
const MAX_MS = 2 ** 31 - 1

/** Milliseconds of a duration such as "1h30m", or undefined when it is none, not above zero, or longer than 24 days. */
export const parseDuration = (text: string): number | undefined => {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)
  const total = [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0)
  return total > 0 && total <= MAX_MS ? total : undefined
}

const checkDuration = (text: string): readonly Finding[] =>
  parseDuration(text) === undefined
    ? [{ path: [], message: `"${text}" is no duration such as "90s", "10m" or "1h30m", above zero and below 24 days` }]
    : []

const limit = (operation: string, fallback: string): Attribute =>
  optional(string, `How long to wait for ${operation}, such as "90s" or "10m". Default: ${fallback}.`, {
    check: checkDuration,
  })

/** The block `timeouts { create = "10m" }`. */
export const timeoutsBlock = (defaults: Limits): Attribute => {
  const limits = Object.entries(defaults).map(([operation, usual]) => [operation, limit(operation, usual)] as const)
  return optional(object(Object.fromEntries(limits)), 'How long to wait for each operation.', { block: true })
}

/** The limits of a resource, with that of reading. */
export const limitsOf = (timeouts: Timeouts): Limits => ({ ...timeouts, read: timeouts.read ?? USUAL_LIMIT })

/** The limits of what is only read. */
export const READ_LIMITS: Limits = { read: USUAL_LIMIT }

/** The limit of an operation in milliseconds, from the `timeouts` of a configuration, plan or state. */
export const timeoutMs = (values: ObjectValue, operation: Operation, defaults: Limits): number => {
  const { timeouts } = values
  const given = isRecord(timeouts) ? timeouts[operation] : undefined
  const milliseconds = parseDuration(typeof given === 'string' ? given : (defaults[operation] ?? USUAL_LIMIT))
  if (milliseconds === undefined) throw new Error(`the time limit for ${operation} is no duration`)
  return milliseconds
}
