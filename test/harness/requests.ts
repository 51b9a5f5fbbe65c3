import { ApiError, type Problem } from '@quantumnet/api'
import type { Role, TestServer } from './server.ts'

/** The problem that a call is refused with. @throws Error when it is not refused */
export const refusal = async (call: Promise<unknown>): Promise<Problem> => {
  try {
    await call
  } catch (error) {
    if (error instanceof ApiError) return error.problem
    throw error
  }
  throw new Error('the call was not refused')
}

export interface RawRequest {
  readonly method?: string
  readonly path: string
  /** Default "admin"; null: no Authorization header. */
  readonly role?: Role | null
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

/** A request that the typed client would never send. */
export const send = async (server: TestServer, request: RawRequest): Promise<Response> => {
  const role = request.role === undefined ? 'admin' : request.role
  return await server.fetch(server.endpoint + request.path, {
    method: request.method ?? 'GET',
    headers: {
      ...(role !== null && { authorization: `Bearer ${server.tokens[role]}` }),
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...request.headers,
    },
    ...(request.body !== undefined && { body: request.body }),
    ...(request.signal && { signal: request.signal }),
  })
}
