import { SMALLEST_BURST, type QosPolicy, type UpdateQosPolicy } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'
import { beingDeleted, referenceNotFound } from '../../resource-kit/refusals.ts'

/** What a policy limits, as it is stored: a burst is null where nobody asked for one. */
export type Limits = Pick<QosPolicy, 'egress_max' | 'egress_burst' | 'ingress_max' | 'ingress_burst' | 'min' | 'dscp'>

/** Its columns. */
export const LIMITS = ['egress_max', 'egress_burst', 'ingress_max', 'ingress_burst', 'min', 'dscp'] as const

/**
 * Part of a second whose traffic may pass at once when nobody asked for a burst. With less than a fifth of a second TCP stays far below the
 * limit, as its own bursts are dropped; with more than half of one the limit is felt late.
 */
const BURST_PART = 4

/** kbit that may pass at once: what was asked for, or a quarter of a second at this rate, and no less than one packet. */
export const burstOf = (max: number | null, asked: number | null): number | null =>
  max === null ? null : (asked ?? Math.max(Math.ceil(max / BURST_PART), SMALLEST_BURST))

/** How an interface sends to its VM: kbit/s at most, kbit that may pass at once, and kbit/s at least; null: nothing is said of that. */
export interface Shaping {
  readonly max: number | null
  readonly burst: number | null
  readonly min: number | null
}

/** What a policy says of what is sent to the VM; null: nothing. */
export const shapingOf = ({
  ingress_max: max,
  ingress_burst: burst,
  min,
}: Pick<Limits, 'ingress_max' | 'ingress_burst' | 'min'>): Shaping | null =>
  max === null && min === null ? null : { max, burst: burstOf(max, burst), min }

const checkBurst = (limits: Limits, direction: 'egress' | 'ingress'): void => {
  const burst = limits[`${direction}_burst`]
  if (burst === null || limits[`${direction}_max`] !== null) return
  throw fieldError('invalid_request', {
    pointer: `/${direction}_burst`,
    message: `is above a limit that is not there: ${direction}_max is null`,
    value: burst,
    allowed: `null, or a rate as ${direction}_max`,
  })
}

/** Whether the limits go together. @throws DomainError invalid_request */
export const checkLimits = (limits: Limits): void => {
  checkBurst(limits, 'egress')
  checkBurst(limits, 'ingress')
  const { min, ingress_max: max } = limits
  if (min !== null && max !== null && min > max)
    throw fieldError('invalid_request', {
      pointer: '/min',
      message: `is more than ingress_max, which is ${String(max)} kbit/s`,
      value: min,
      allowed: `at most ${String(max)}, or a higher ingress_max`,
    })
  if (limits.egress_max === null && max === null && min === null && limits.dscp === null)
    throw fieldError('invalid_request', {
      pointer: '',
      message: 'the policy would do nothing',
      allowed: 'at least one of egress_max, ingress_max, min and dscp',
    })
}

/** The limits after a change. A burst goes with its limit. */
export const patchedLimits = (before: Limits, patch: UpdateQosPolicy): Limits => {
  const after = (field: keyof Limits): number | null => {
    const wanted = patch[field]
    return wanted === undefined ? before[field] : wanted
  }
  const burst = (direction: 'egress' | 'ingress'): number | null => {
    const isGone = patch[`${direction}_max`] === null && patch[`${direction}_burst`] === undefined
    return isGone ? null : after(`${direction}_burst`)
  }
  return {
    egress_max: after('egress_max'),
    egress_burst: burst('egress'),
    ingress_max: after('ingress_max'),
    ingress_burst: burst('ingress'),
    min: after('min'),
    dscp: after('dscp'),
  }
}

/** A policy as far as ports that name it are concerned. */
interface NamedPolicy {
  readonly id: string
  readonly name: string
  readonly project_id: string
  readonly deleting_at: Date | null
}

/**
 * The id of the policy that a port of a project is to use, or null. Another project's is as if absent.
 * @throws DomainError reference_not_found, being_deleted
 */
export const requirePolicy = (known: readonly NamedPolicy[], id: string | null, project: string): string | null => {
  if (id === null) return null
  const policy = known.find((each) => each.id === id)
  if (policy?.project_id !== project) throw referenceNotFound('/qos_policy', 'qos_policy', id)
  if (policy.deleting_at !== null) throw beingDeleted('qos_policy', policy)
  return id
}
