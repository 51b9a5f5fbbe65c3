import type { Finding } from './diagnostics.ts'
import type { PlanModifier } from './modifiers.ts'
import type { Type, Unknown, Value } from './value.ts'

/** What a schema is made of, and what TypeScript knows of its values. Kinds and attributes hold each other, so both stand here. */

/**
 * The three faces of one attribute's value in TypeScript. `known` is what a state holds. `planned` is what apply gets: only what the
 * provider computes may be unknown. `draft` is what validation and planning get: anything may be unknown or absent.
 */
export interface Faces {
  readonly known: unknown
  readonly planned: unknown
  readonly draft: unknown
}

/** A string that several spellings mean the same by, such as a MAC address. The user's spelling is kept while the meaning is the same. */
export interface Semantics {
  /** The one spelling that all equal ones share, or undefined for text that is none. */
  canonical(text: string): string | undefined
  /** Completes "must be ", for example `a MAC address such as 02:00:5e:10:00:01`. */
  readonly expected: string
}

/** How nested attributes are arranged in an attribute. */
export interface Nested {
  readonly mode: 'single' | 'list' | 'map'
  readonly attributes: Attributes
}

/** What an attribute's value is. `faces` exists for the compiler only. */
export interface Kind<F extends Faces = Faces> {
  readonly type: Type
  readonly faces?: F
  readonly semantics?: Semantics
  readonly nested?: Nested
  /** of the elements of a list, set or map without nested attributes */
  readonly element?: Kind
  /** the state may hold null */
  readonly nullable?: true
  /** a number without fraction that JavaScript holds exactly */
  readonly whole?: true
}

export interface Leaf<T> extends Faces {
  readonly known: T
  readonly planned: T
  readonly draft: T
}

export interface Sequence<F extends Faces> extends Faces {
  readonly known: readonly F['known'][]
  readonly planned: readonly F['planned'][]
  readonly draft: readonly (F['draft'] | Unknown | null)[]
}
export interface Dictionary<F extends Faces> extends Faces {
  readonly known: Readonly<Record<string, F['known']>>
  readonly planned: Readonly<Record<string, F['planned']>>
  readonly draft: Readonly<Record<string, F['draft'] | Unknown | null>>
}

/** A value that only a configuration has. */
export interface Unstored<F extends Faces> extends Faces {
  readonly known: null
  readonly planned: null
  readonly draft: F['draft']
}

export interface NestedFaces<A extends Attributes> extends Faces {
  readonly known: Knowns<A>
  readonly planned: Planneds<A>
  readonly draft: Drafts<A>
}

/**
 * Who gives an attribute its value. required, optional: the configuration alone. computed: the provider alone.
 * optional-computed: the configuration, else the provider. defaulted: the configuration, else a fixed value.
 * write-only: the configuration, and neither plan nor state ever holds it (Terraform 1.11).
 */
export type Presence = 'required' | 'optional' | 'computed' | 'optional-computed' | 'defaulted' | 'write-only'

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
  /** the backend takes it and never answers it: a state keeps it for as long as what stands beside it is what it was */
  readonly unanswered?: true
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
