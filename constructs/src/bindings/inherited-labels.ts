import { Fn, Token } from 'cdktf'
import type { IConstruct } from 'constructs'

/** Labels that resources get from where they stand in the tree. */

type Values = Readonly<Record<string, string>>

// Undefined: taken away again from here on.
const said = new WeakMap<IConstruct, Map<string, string | undefined>>()

/** Says a label for everything at and below `scope`, or that there it has none. */
export const sayLabel = (scope: IConstruct, key: string, value: string | undefined): void => {
  const labels = said.get(scope) ?? new Map<string, string | undefined>()
  said.set(scope, labels.set(key, value))
}

const inheritedBy = (resource: IConstruct): Values => {
  const found = resource.node.scopes.flatMap((scope) => [...(said.get(scope) ?? [])])
  // Scopes come from the root down, so what is nearer is said later.
  return Object.fromEntries([...new Map(found)].flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}

/** The labels of a resource: those that it inherits, and its own before them. */
export const withInherited = (resource: IConstruct, own: unknown): unknown => {
  const inherited = inheritedBy(resource)
  if (Object.keys(inherited).length === 0) return own
  // A map that only Terraform knows is merged by Terraform.
  return Token.isUnresolved(own) ? Fn.merge([inherited, own]) : { ...inherited, ...(own as Values | undefined) }
}
