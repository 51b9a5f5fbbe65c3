import type { Attribute, Faces, Kind, Unstored } from './shape.ts'
import type { Finding } from './diagnostics.ts'
import type { PlanModifier } from './modifiers.ts'
import type { Value } from './value.ts'

/** The ways in which an attribute gets its value, one function each. */

/** An attribute's description, and whatever else it has. */
interface Details<F extends Faces> {
  readonly sensitive?: boolean
  readonly plan?: readonly PlanModifier[]
  readonly block?: true
  readonly unanswered?: true
  readonly check?: (value: F['known']) => readonly Finding[]
}

export const required = <F extends Faces>(
  kind: Kind<F>,
  description: string,
  details?: Details<F>,
): Attribute<F, 'required'> => ({ ...details, kind, description, presence: 'required' })

export const optional = <F extends Faces>(
  kind: Kind<F>,
  description: string,
  details?: Details<F>,
): Attribute<F, 'optional'> => ({ ...details, kind, description, presence: 'optional' })

export const computed = <F extends Faces>(
  kind: Kind<F>,
  description: string,
  details?: Details<F>,
): Attribute<F, 'computed'> => ({ ...details, kind, description, presence: 'computed' })

export const optionalComputed = <F extends Faces>(
  kind: Kind<F>,
  description: string,
  details?: Details<F>,
): Attribute<F, 'optional-computed'> => ({ ...details, kind, description, presence: 'optional-computed' })

/**
 * A value that the provider is handed in each create and update and that is stored nowhere, such as a password. Operations find it in the
 * configuration of their call. As nothing remembers it, a change of it alone is no change: put an attribute beside it that stands for its version.
 */
export const writeOnly = <F extends Faces>(
  kind: Kind<F>,
  description: string,
  details?: Details<F>,
): Attribute<Unstored<F>, 'write-only'> =>
  // The check gets the configured value, which no state's type has.
  ({ ...details, kind, description, presence: 'write-only' }) as unknown as Attribute<Unstored<F>, 'write-only'>

/** `value` takes the place of what the configuration leaves out; attributes inside an object have defaults of their own. */
export const defaulted = <F extends Faces>(
  kind: Kind<F>,
  value: F['known'] & Value,
  description: string,
  details?: Details<F>,
): Attribute<F, 'defaulted'> => ({ ...details, kind, description, presence: 'defaulted', default: value })
