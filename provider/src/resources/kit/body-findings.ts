import { fieldErrorsOf } from '@quantumnet/api'
import type { z } from 'zod'
import { isRecord, UNKNOWN, type Finding, type ObjectValue, type Value } from '../../framework/index.ts'
import { fieldDetail, pathOfPointer } from './problems.ts'

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

/** What a schema says of a request, in the API's words. */
export const issuesOf = (schema: z.ZodType, body: unknown): readonly Finding[] => {
  const { error } = schema.safeParse(body)
  if (error === undefined) return []
  return fieldErrorsOf(error, 'body', schema, body).map((fault) => ({
    path: pathOfPointer(fault.pointer),
    message: fieldDetail(fault),
  }))
}

/**
 * What the API would say of the request that this configuration leads to, by the API's own schema and before anything is sent.
 * @param body the request, without what the configuration does not know yet
 */
export const bodyFindings = (schema: z.ZodType, body: unknown, config: ObjectValue): readonly Finding[] =>
  issuesOf(schema, body).filter(({ path }) => !isUnknownAt(config, path))
