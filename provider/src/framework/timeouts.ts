import { optional } from './attribute.ts'
import type { Finding } from './diagnostics.ts'
import { object, string } from './kind.ts'
import type { Attribute } from './shape.ts'
import { isRecord, type ObjectValue } from './value.ts'

/** What a user may give a time limit for. */
export type Operation = 'create' | 'update' | 'delete'
/** Limits in Go's notation, such as "90s" or "1h30m". */
export type Timeouts = Readonly<Record<Operation, string>>

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

const limit = (operation: Operation, fallback: string): Attribute =>
  optional(string, `How long to wait for ${operation}, such as "90s" or "10m". Default: ${fallback}.`, {
    check: checkDuration,
  })

/** The block `timeouts { create = "10m" }`. */
export const timeoutsBlock = (defaults: Timeouts): Attribute =>
  optional(
    object({
      create: limit('create', defaults.create),
      update: limit('update', defaults.update),
      delete: limit('delete', defaults.delete),
    }),
    'How long to wait for each operation.',
    { block: true },
  )

/** The limit of an operation in milliseconds, from the `timeouts` of a plan or state. */
export const timeoutMs = (state: ObjectValue, operation: Operation, defaults: Timeouts): number => {
  const { timeouts } = state
  const given = isRecord(timeouts) ? timeouts[operation] : undefined
  const milliseconds = parseDuration(typeof given === 'string' ? given : defaults[operation])
  if (milliseconds === undefined) throw new Error(`the time limit for ${operation} is no duration`)
  return milliseconds
}
