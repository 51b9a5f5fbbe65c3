import { Token } from 'cdktf'

/** Attributes that have attributes of their own, by their name in Terraform. Keys of all others, such as labels, are the user's. */
export interface Shape {
  readonly [attribute: string]: Shape
}

/** `portMin` as Terraform writes it: `port_min`. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Whether an object is no configuration, but stands for a value. */
type IsLeaf = (value: object) => boolean

const isToken: IsLeaf = (value) => Token.isUnresolved(value)

const renamed = (object: object, shape: Shape, isLeaf: IsLeaf): object =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]: [string, unknown]) => {
      const attribute = snakeCase(name)
      const nested = shape[attribute]
      return [attribute, nested === undefined ? value : toTerraform(value, nested, isLeaf)]
    }),
  )

/** A configuration with Terraform's names. Tokens stay as they are: they are resolved when the stack is synthesised. */
export const toTerraform = (value: unknown, shape: Shape, isLeaf: IsLeaf = isToken): unknown => {
  if (typeof value !== 'object' || value === null || isLeaf(value)) return value
  if (Array.isArray(value)) return value.map((element: unknown) => toTerraform(element, shape, isLeaf))
  return renamed(value, shape, isLeaf)
}
