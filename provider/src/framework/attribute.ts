import type { Finding } from './diagnostics.ts'
import type { Faces, Kind } from './kind.ts'
import type { PlanModifier } from './modifiers.ts'
import type { Unknown, Value } from './value.ts'

/**
 * Who gives an attribute its value. required, optional: the configuration alone. computed: the provider alone.
 * optional-computed: the configuration, else the provider. defaulted: the configuration, else a fixed value.
 */
export type Presence = 'required' | 'optional' | 'computed' | 'optional-computed' | 'defaulted'

export interface Attribute<F extends Faces = Faces, P extends Presence = Presence> {
  readonly kind: Kind<F>
  readonly presence: P
  /** Markdown; shown in documentation and editors. */
  readonly description: string
  /** hidden in Terraform's output; in state and plan files it stands in clear text all the same */
  readonly sensitive?: boolean
  readonly plan?: readonly PlanModifier[]
  /** what takes the place of a value that the configuration leaves out (presence defaulted) */
  readonly default?: Value
  /** written as `name { ... }` instead of `name = { ... }` */
  readonly block?: true
  /** What is wrong with a value that is wholly known; paths are relative to it. */
  check?(value: F['known']): readonly Finding[]
}
export type Attributes = Readonly<Record<string, Attribute>>

type KnownOf<A> = A extends Attribute<infer F, infer P> ? F['known'] | (P extends 'optional' ? null : never) : never
type PlannedOf<A> =
  A extends Attribute<infer F, infer P>
    ? | F['planned']
      | (P extends 'optional' ? null : never)
      | (P extends 'computed' | 'optional-computed' ? Unknown : never)
    : never
type DraftOf<A> = A extends Attribute<infer F> ? F['draft'] | Unknown | null : never

/** A state of these attributes. */
export type Knowns<A extends Attributes> = { readonly [N in keyof A]: KnownOf<A[N]> }
/** What apply gets: what the provider computes may be unknown. */
export type Planneds<A extends Attributes> = { readonly [N in keyof A]: PlannedOf<A[N]> }
/** A configuration or an unfinished plan: anything may be unknown or null. */
export type Drafts<A extends Attributes> = { readonly [N in keyof A]: DraftOf<A[N]> }

/** An attribute's description, and whatever else it has. */
interface Details<F extends Faces> {
  readonly sensitive?: boolean
  readonly plan?: readonly PlanModifier[]
  readonly block?: true
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

/** `value` takes the place of what the configuration leaves out; attributes inside an object have defaults of their own. */
export const defaulted = <F extends Faces>(
  kind: Kind<F>,
  value: F['known'] & Value,
  description: string,
  details?: Details<F>,
): Attribute<F, 'defaulted'> => ({ ...details, kind, description, presence: 'defaulted', default: value })
