import type { Attributes, Drafts, Knowns, Planneds } from './attribute.ts'
import type { Decimal } from './decimal.ts'
import type { Type, Unknown } from './value.ts'

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

export const string: Kind<Leaf<string>> = { type: 'string' }
export const bool: Kind<Leaf<boolean>> = { type: 'bool' }
/** A whole number between -(2^53 - 1) and 2^53 - 1. */
export const int: Kind<Leaf<number>> = { type: 'number', whole: true }
/** Any number, exact. */
export const number: Kind<Leaf<number | Decimal>> = { type: 'number' }

/** A string compared by meaning instead of by spelling. */
export const semanticString = (semantics: Semantics): Kind<Leaf<string>> => ({ type: 'string', semantics })

/** A computed value that may be absent. */
export const nullable = <F extends Faces>(
  kind: Kind<F>,
): Kind<{ known: F['known'] | null; planned: F['planned'] | null; draft: F['draft'] | null }> => ({
  ...(kind as Kind<{ known: F['known']; planned: F['planned']; draft: F['draft'] }>),
  nullable: true,
})

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

export const listOf = <F extends Faces>(element: Kind<F>): Kind<Sequence<F>> => ({
  type: { list: element.type },
  element,
})
/** Elements have no order: two sets are equal when each holds the other's elements. */
export const setOf = <F extends Faces>(element: Kind<F>): Kind<Sequence<F>> => ({
  type: { set: element.type },
  element,
})
export const mapOf = <F extends Faces>(element: Kind<F>): Kind<Dictionary<F>> => ({
  type: { map: element.type },
  element,
})

export interface NestedFaces<A extends Attributes> extends Faces {
  readonly known: Knowns<A>
  readonly planned: Planneds<A>
  readonly draft: Drafts<A>
}

/** The type of an object with these attributes. */
export const objectType = (attributes: Attributes): { readonly object: Readonly<Record<string, Type>> } => ({
  object: Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, attribute.kind.type])),
})

/** One object with attributes of its own: `dhcp = { enabled = true }`. */
export const object = <A extends Attributes>(attributes: A): Kind<NestedFaces<A>> => ({
  type: objectType(attributes),
  nested: { mode: 'single', attributes },
})
/** A list of such objects: `fixed_ips = [{ ip = "10.0.0.10" }]`. */
export const objectList = <A extends Attributes>(attributes: A): Kind<Sequence<NestedFaces<A>>> => ({
  type: { list: objectType(attributes) },
  nested: { mode: 'list', attributes },
})
/** Such objects by key. */
export const objectMap = <A extends Attributes>(attributes: A): Kind<Dictionary<NestedFaces<A>>> => ({
  type: { map: objectType(attributes) },
  nested: { mode: 'map', attributes },
})
