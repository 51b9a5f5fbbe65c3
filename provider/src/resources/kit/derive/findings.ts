import * as z from 'zod'
import { isWhollyKnown, type Finding, type ObjectValue } from '../../../framework/index.ts'
import { issuesOf, isUnknownAt } from '../body-findings.ts'
import { bodyFrom } from './body.ts'
import { fieldOf, shapeOf } from './field.ts'
import type { Hints } from './hints.ts'

/**
 * What is wrong with a configuration whatever the values that it does not know yet turn out to be. Of ids, which are what is mostly not known
 * before apply, only matters whether they are there: so the request is checked with and without each, and what is said every time holds.
 */

/** Where a valid id stands, this one does as well. */
const SOME_ID = '01890a5d-ac96-774b-bcce-b302099a8057'

/** Beyond so many ids that are not known, what depends on them is left to the API. */
const MOST_TRIED = 4

type Path = readonly string[]
const keyOf = (path: Path): string => path.join('.')

interface Unknowns {
  /** that may turn out to be null */
  readonly optionalIds: readonly string[]
  readonly others: boolean
}

const isId = (schema: z.ZodType): boolean => fieldOf(schema).inner instanceof z.ZodUUID

const isNeeded = (schema: z.ZodType): boolean => {
  const { optional, nullable, fallback } = fieldOf(schema)
  return !optional && !nullable && fallback === undefined
}

/** How the request for a configuration is made. */
export interface Requested {
  readonly schema: z.ZodType
  readonly hints: Hints
  readonly toBody?:
    ((body: Readonly<Record<string, unknown>>, values: ObjectValue) => Record<string, unknown>) | undefined
}

/** A configuration in which the project that the provider's configuration will give stands as one. */
const withProject = (config: ObjectValue, hints: Hints): ObjectValue =>
  hints['project']?.fromProvider === true && config['project'] === null ? { ...config, project: SOME_ID } : config

const unknownsOf = ({ schema, hints }: Requested, config: ObjectValue): Unknowns => {
  const optionalIds: string[] = []
  let others = false
  bodyFrom(shapeOf(schema), config, hints, (field, path) => {
    if (!isId(field)) others = true
    else if (!isNeeded(field)) optionalIds.push(keyOf(path))
    return undefined
  })
  return { optionalIds, others }
}

const subsets = (names: readonly string[]): readonly ReadonlySet<string>[] =>
  Array.from({ length: 2 ** names.length }, (_, bits) => new Set(names.filter((_name, at) => (bits >> at) % 2 === 1)))

const same = (one: Finding, other: Finding): boolean =>
  one.message === other.message && one.path.join('.') === other.path.join('.')

/** What a field's own schema says, without what it says of fields together. */
const ofFieldsAlone = (schema: z.ZodType, body: Readonly<Record<string, unknown>>, config: ObjectValue): Finding[] =>
  Object.entries(shapeOf(schema)).flatMap(([name, field]) =>
    name in body && isWhollyKnown(config[name] ?? null)
      ? issuesOf(field, body[name]).map(({ path, message }) => ({ path: [name, ...path], message }))
      : [],
  )

export const requestFindings = (requested: Requested, given: ObjectValue): readonly Finding[] => {
  const { schema, hints, toBody } = requested
  const config = withProject(given, hints)
  const { optionalIds, others } = unknownsOf(requested, config)
  const bodyWith = (ids: ReadonlySet<string>): Record<string, unknown> => {
    const body = bodyFrom(shapeOf(schema), config, hints, (field, path) =>
      isId(field) && (isNeeded(field) || ids.has(keyOf(path))) ? SOME_ID : undefined,
    )
    return toBody?.(body, config) ?? body
  }
  if (others || optionalIds.length > MOST_TRIED) return ofFieldsAlone(schema, bodyWith(new Set()), config)
  const [first = [], ...more] = subsets(optionalIds).map((ids) => issuesOf(schema, bodyWith(ids)))
  return first.filter(
    (finding) => !isUnknownAt(config, finding.path) && more.every((said) => said.some((other) => same(other, finding))),
  )
}
