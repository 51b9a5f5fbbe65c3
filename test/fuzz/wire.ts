import { Agent, request as open, type IncomingMessage } from 'node:http'
import type { FuzzRequest } from './requests.ts'

/** Requests as they are: without the checks and the rewriting that `fetch` does. */

export interface Reply {
  readonly status: number
  readonly type: string | null
  readonly requestId: string | undefined
  readonly body: string
}

/** Some connections to one server, kept open. */
export class Wire {
  readonly #endpoint: URL
  readonly #agent: Agent

  constructor(endpoint: string, connections: number) {
    this.#endpoint = new URL(endpoint)
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /** @throws Error when there is no answer within the time limit, in milliseconds */
  async send({ method, path, headers, body }: FuzzRequest, timeoutMs: number): Promise<Reply> {
    const { hostname, port } = this.#endpoint
    return await new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
      const sized = 'transfer-encoding' in headers ? headers : { ...headers, ...length }
      const sent = open({ hostname, port, method, path, headers: sized, agent: this.#agent, timeout: timeoutMs })
      sent.on('timeout', () => void sent.destroy(new Error(`no answer within ${String(timeoutMs)} ms`)))
      sent.on('error', reject)
      sent.on('response', (response) => {
        receive(response).then(resolve, reject)
      })
      sent.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

const receive = async (response: IncomingMessage): Promise<Reply> => {
  const type = response.headers['content-type'] ?? null
  const head = {
    status: response.statusCode ?? 0,
    type,
    requestId: response.headers['x-request-id'] as string | undefined,
  }
  // A stream has no end: that it began is enough.
  if (type?.startsWith('text/event-stream') === true) {
    response.destroy()
    return { ...head, body: '' }
  }
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { ...head, body: Buffer.concat(chunks).toString() }
}
