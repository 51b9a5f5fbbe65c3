import { Decimal } from './decimal.ts'

/** A value that is not known before apply: Terraform shows "(known after apply)". */
export const UNKNOWN: unique symbol = Symbol('unknown')
export type Unknown = typeof UNKNOWN

/** Any value of a configuration, plan or state. Lists and sets are arrays, maps and objects are records. */
export type Value = null | Unknown | boolean | string | number | Decimal | readonly Value[] | ObjectValue
export interface ObjectValue {
  readonly [name: string]: Value
}

/** A value's type, as Terraform writes it in schemas. */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | { readonly list: Type }
  | { readonly set: Type }
  | { readonly map: Type }
  | { readonly object: Readonly<Record<string, Type>> }

/** Whether a value is there and known; also narrows the type to that. */
export const isGiven = <T>(value: T | null | undefined | Unknown): value is T =>
  value !== null && value !== undefined && value !== UNKNOWN

/** Whether nothing inside the value is unknown. */
export const isWhollyKnown = (value: Value): boolean => {
  if (value === UNKNOWN) return false
  if (Array.isArray(value)) return (value as readonly Value[]).every(isWhollyKnown)
  return !isRecord(value) || Object.values(value).every(isWhollyKnown)
}

/** Whether the value is a map or an object. */
export const isRecord = (value: Value | undefined): value is ObjectValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal)
