import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { once } from './lazily.ts'

/** `fetch` that trusts certificates of its own. Node's takes none without a package that is not part of Node. */

const headersOf = (answer: IncomingMessage): Headers => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers))
    for (const each of Array.isArray(value) ? value : [value ?? '']) headers.append(name, each)
  return headers
}

/** Statuses whose answers have no body, and may not be given one. */
const BODILESS = [204, 205, 304]

/** @param ca in PEM */
export const trustingFetch = (ca: string): typeof globalThis.fetch => {
  // Loaded with the first request: most providers trust what Node trusts.
  const opened = once(async () => {
    const { Agent, request } = await import('node:https')
    return { request, agent: new Agent({ ca, keepAlive: true }) }
  })
  return async (input, init = {}) => {
    const { request: httpsRequest, agent } = await opened()
    const { method = 'GET', headers, body, signal } = init
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = httpsRequest(input instanceof Request ? input.url : input, {
        method,
        agent,
        headers: Object.fromEntries(new Headers(headers)),
        ...(signal && { signal }),
      })
      request.once('response', resolve)
      request.once('error', reject)
      request.end(typeof body === 'string' ? body : undefined)
    })
    const status = answer.statusCode ?? 0
    const content = await buffer(answer)
    return new Response(BODILESS.includes(status) ? null : content, { status, headers: headersOf(answer) })
  }
}
