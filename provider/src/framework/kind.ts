import type { Decimal } from './decimal.ts'
import type { Attributes, Dictionary, Faces, Kind, Leaf, NestedFaces, Semantics, Sequence } from './shape.ts'
import type { Type } from './value.ts'

/** The kinds of values that an attribute may have. */

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
