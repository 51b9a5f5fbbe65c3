/** Prints values as Terraform's language has them, formatted as `terraform fmt` does. Pure. */

/** An expression that is printed as it stands, such as a reference to another resource. */
export class Expression {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Hcl = string | number | boolean | null | Expression | readonly Hcl[] | HclObject
export interface HclObject {
  readonly [name: string]: Hcl
}

const isObject = (value: Hcl): value is HclObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Expression)

const inline = (value: Hcl): string => {
  if (value instanceof Expression) return value.text
  if (Array.isArray(value)) return `[${(value as readonly Hcl[]).map(inline).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const fields = Object.entries(value).map(([name, inner]) => `${name} = ${inline(inner)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** So much fits on one line. */
const LINE = 76

const isLong = (value: Hcl, indent: string): boolean => isObject(value) && indent.length + inline(value).length > LINE

/** `name = value`, one per line; the signs of neighbours on single lines stand below one another. */
export const attributeLines = (values: HclObject, indent: string): string[] => {
  const entries = Object.entries(values).filter(([, value]) => value !== null)
  const width = Math.max(0, ...entries.filter(([, value]) => !isLong(value, indent)).map(([name]) => name.length))
  return entries.flatMap(([name, value]) => {
    if (!isLong(value, indent)) return [`${indent}${name.padEnd(width)} = ${inline(value)}`]
    return [`${indent}${name} = {`, ...attributeLines(value as HclObject, `${indent}  `), `${indent}}`]
  })
}

/** A block such as `resource "type" "name" { … }`. */
export const block = (labels: readonly [keyword: string, ...names: string[]], values: HclObject): string => {
  const [keyword, ...names] = labels
  const head = [keyword, ...names.map((name) => JSON.stringify(name))].join(' ')
  const lines = attributeLines(values, '  ')
  return lines.length === 0 ? `${head} {}\n` : `${head} {\n${lines.join('\n')}\n}\n`
}
