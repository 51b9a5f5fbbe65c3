/**
 * What is made when it is first asked for. Terraform starts a process for each step of a command, and each is asked about a few kinds only.
 */

/** Calls `make` once, and again only where it threw. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** A table that has all names at once, and whose entries are made when they are first asked for. */
export const lazily = <T>(makers: Readonly<Record<string, () => T>>): Readonly<Record<string, T>> => {
  const table: Record<string, T> = {}
  for (const [name, make] of Object.entries(makers))
    Object.defineProperty(table, name, { enumerable: true, get: once(make) })
  return table
}
