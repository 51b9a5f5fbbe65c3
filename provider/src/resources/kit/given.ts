import { isGiven, UNKNOWN, type Unknown } from '../../framework/index.ts'

/** From Terraform's values to a request. What is unknown stands in a request only while it is checked before apply, and the check passes over it. */

/** A value that is known and not null, else undefined, which leaves it out of a request. */
export const given = <T>(value: T | null | Unknown | undefined): T | undefined => (isGiven(value) ? value : undefined)

/** As `given`, but null goes into the request: for fields in which it says "none", and leaving out "as it was". */
export const orNull = <T>(value: T | null | Unknown | undefined): T | null | undefined =>
  value === UNKNOWN || value === undefined ? undefined : value

type Draft<T> = readonly (T | Unknown | null)[] | null | Unknown

/** The elements of a list or set of texts, each at its place. */
export const texts = (values: Draft<string>): string[] | undefined => given(values)?.map((text) => given(text) ?? '')

/** The elements of a list of objects, converted, each at its place; of one that is not known `convert` gets undefined. */
export const objects = <T, Body>(values: Draft<T>, convert: (element: T | undefined) => Body): Body[] | undefined =>
  given(values)?.map((element) => convert(given(element)))
