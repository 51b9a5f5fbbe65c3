import { Token } from 'cdktf'

/** Attributes that have attributes of their own, by their name in Terraform. Keys of all others, such as labels, are the user's. */
export interface Shape {
  readonly [attribute: string]: Shape
}

/** `portMin` as Terraform writes it: `port_min`. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const renamed = (object: object, shape: Shape): object =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]: [string, unknown]) => {
      const attribute = snakeCase(name)
      const nested = shape[attribute]
      return [attribute, nested === undefined ? value : toTerraform(value, nested)]
    }),
  )

/** A configuration with Terraform's names. Tokens stay as they are: they are resolved when the stack is synthesised. */
export const toTerraform = (value: unknown, shape: Shape): unknown => {
  if (Array.isArray(value)) return value.map((element: unknown) => toTerraform(element, shape))
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value
  return renamed(value, shape)
}
