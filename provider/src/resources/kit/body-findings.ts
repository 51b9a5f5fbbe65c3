import type { z } from 'zod'
import { isRecord, UNKNOWN, type Finding, type ObjectValue, type Value } from '../../framework/index.ts'

/** Whether the configuration has something unknown at the path or above it. */
const isUnknownAt = (config: ObjectValue, path: readonly PropertyKey[]): boolean => {
  let value: Value | undefined = config
  for (const step of path) {
    if (Array.isArray(value)) value = (value as readonly Value[])[Number(step)]
    else value = isRecord(value) ? value[String(step)] : undefined
    if (value === UNKNOWN) return true
  }
  return false
}

/**
 * What the API would say of the request that this configuration leads to, by the API's own schema and before anything is sent.
 * @param body the request, without what the configuration does not know yet
 */
export const bodyFindings = (schema: z.ZodType, body: unknown, config: ObjectValue): readonly Finding[] => {
  const { error } = schema.safeParse(body)
  return (error?.issues ?? [])
    .filter(({ path }) => !isUnknownAt(config, path))
    .map(({ path, message }) => ({
      path: path.map((step) => (typeof step === 'number' ? step : String(step))),
      message,
    }))
}
