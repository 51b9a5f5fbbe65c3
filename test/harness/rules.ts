import type { Problem } from '@quantumnet/api'
import type { TestServer } from './server.ts'

/** A list of rules as a test looks at it. */
export interface RuleListAnswer {
  readonly id: string
  readonly generation: number
  readonly rules: readonly (Readonly<Record<string, unknown>> & { readonly id: string; readonly generation: number })[]
}

export interface RawAnswer<T> {
  readonly status: number
  readonly etag: string | null
  readonly body: T
}

/** Who asks: a token's secret. */
export type Secret = string

/** A request with headers that the typed client does not send. */
export const ask = async <T = Problem>(
  server: TestServer,
  secret: Secret,
  [method, path]: readonly [method: string, path: string],
  { body, ifMatch }: { readonly body?: unknown; readonly ifMatch?: string | null } = {},
): Promise<RawAnswer<T>> => {
  const response = await server.fetch(server.endpoint + path, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(ifMatch != null && { 'if-match': ifMatch }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, etag: response.headers.get('etag'), body: (await response.json()) as T }
}
