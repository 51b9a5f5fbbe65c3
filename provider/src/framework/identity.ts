import type { Kind } from './shape.ts'
import { isWhollyKnown, type ObjectValue } from './value.ts'

/**
 * What a resource is told by, apart from its state: the same for as long as it exists, and enough to import it (Terraform 1.12).
 * Attributes are strings, numbers, booleans, or lists of these.
 */
export interface Identity {
  /** Grows when a stored identity needs an upgrade to be read. */
  readonly version: number
  readonly attributes: Readonly<Record<string, IdentityAttribute>>
  /** From an identity of version n (its JSON) to one of n+1. */
  readonly upgrades?: Readonly<Record<number, (identity: Readonly<Record<string, unknown>>) => Record<string, unknown>>>
  /** The identity of what a state tells of. Terraform stores only one of which every attribute is known. */
  of(state: ObjectValue): ObjectValue
  /** The state that an import by identity begins with; the rest is read. @throws Refusal */
  toState(identity: ObjectValue): ObjectValue
}

export interface IdentityAttribute {
  readonly kind: Kind
  readonly description: string
  /** an import may leave it out */
  readonly optional?: true
}

/** The identity that a state has; undefined where it is not all known, as after a create that failed early. */
export const identityOf = (identity: Identity | undefined, state: ObjectValue | null): ObjectValue | undefined => {
  if (identity === undefined || state === null) return undefined
  const found = identity.of(state)
  const complete = Object.entries(identity.attributes).every(
    ([name, { optional }]) => optional === true || (found[name] !== null && found[name] !== undefined),
  )
  return complete && isWhollyKnown(found) ? found : undefined
}
