import type { z } from 'zod'
import { isRecord, UNKNOWN, type Finding, type ObjectValue, type Value } from '../../framework/index.ts'

/** What is zod's own, in words of ours: the schemas of the API word all else themselves. */
const WORDS: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057',
  datetime: 'must be a time in UTC such as 2036-03-01T09:30:00Z',
}

const messageOf = (issue: z.core.$ZodIssue): string =>
  (issue.code === 'invalid_format' ? WORDS[issue.format] : undefined) ?? issue.message

/** Whether the configuration has something unknown at the path or above it. */
export const isUnknownAt = (config: ObjectValue, path: readonly PropertyKey[]): boolean => {
  let value: Value | undefined = config
  for (const step of path) {
    if (Array.isArray(value)) value = (value as readonly Value[])[Number(step)]
    else value = isRecord(value) ? value[String(step)] : undefined
    if (value === UNKNOWN) return true
  }
  return false
}

/** What a schema says of a request. */
export const issuesOf = (schema: z.ZodType, body: unknown): readonly Finding[] =>
  (schema.safeParse(body).error?.issues ?? []).map((issue) => ({
    path: issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
    message: messageOf(issue),
  }))

/**
 * What the API would say of the request that this configuration leads to, by the API's own schema and before anything is sent.
 * @param body the request, without what the configuration does not know yet
 */
export const bodyFindings = (schema: z.ZodType, body: unknown, config: ObjectValue): readonly Finding[] =>
  issuesOf(schema, body).filter(({ path }) => !isUnknownAt(config, path))
