import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { errorCodes, securityGroupRoutes, type Route } from '@quantumnet/api'
import { Refused } from './refused.ts'
import { filledRule } from './api-double-echoes.ts'
import { kinds } from './api-double-kinds.ts'
import { noRows, type Fields, type Kind, type Row, type Rows } from './api-double-rows.ts'

/**
 * A stand-in for the API at the edge of the process, for what a real server cannot be made to do at will: lose an answer, stay pending,
 * be away. The acceptance suite that runs against the real server runs against this one too.
 */

/** What a test makes the double do. */
export interface Moods {
  /** changes are never applied */
  stuck: boolean
  /** the next request that matches is carried out, and its connection cut before the answer */
  loseAnswerOf: ((method: string, path: string) => boolean) | undefined
  /** requests of this method are carried out, and their answers come spoilt */
  spoil: { readonly method: string; readonly how: Spoiling } | undefined
  /** nothing is carried out: "try again later" */
  busy: boolean
}
/** broken off in the middle, a page of a proxy instead, or a document with a field of the wrong type */
export type Spoiling = 'cut' | 'page' | 'odd'

const EPOCH = '2030-01-01T00:00:00.000Z'
export const TOKEN = 'token-of-the-double'

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? undefined : JSON.parse(text)
}

const parseBody = (route: Route, body: unknown): Record<string, unknown> => {
  const parsed = route.body?.safeParse(body)
  if (parsed === undefined || parsed.success) return (parsed?.data ?? {}) as Record<string, unknown>
  const errors = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, message }))
  throw new Refused({ code: 'invalid_request', detail: 'the body is not valid', errors })
}

const spoilers: Readonly<Record<Spoiling, (response: ServerResponse, answer: unknown) => void>> = {
  cut: (response, answer) => {
    const text = JSON.stringify(answer)
    response.writeHead(200, { 'content-length': text.length }).write(text.slice(0, 20), () => response.destroy())
  },
  page: (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>'),
  odd: (response, answer) => void response.writeHead(200).end(JSON.stringify({ ...(answer as object), created_at: 5 })),
}

export class ApiDouble {
  readonly rows: Rows = noRows()
  readonly moods: Moods = { stuck: false, loseAnswerOf: undefined, spoil: undefined, busy: false }
  /** every request, as `POST /v1/ports` */
  readonly requests: string[] = []
  #server: Server | undefined
  #port = 0

  /** Starts, or starts again on the same port. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#serve(request, response)
    })
    await new Promise<void>((resolve) => {
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Is away: connections are cut, new ones refused. What was made stays. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    server?.closeAllConnections()
    await new Promise<void>((resolve) => {
      if (server === undefined) resolve()
      else
        server.close(() => {
          resolve()
        })
    })
  }

  get endpoint(): string {
    return `http://127.0.0.1:${String(this.#port)}`
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [method, path] = [request.method ?? '', new URL(request.url ?? '', this.endpoint).pathname]
    this.requests.push(`${method} ${path}`)
    const body = await readBody(request)
    if (this.moods.busy && path !== '/livez') {
      response.writeHead(503).end()
      return
    }
    const [status, answer] = this.#answer(request, path, body)
    if (this.moods.loseAnswerOf?.(method, path) === true) {
      this.moods.loseAnswerOf = undefined
      request.socket.destroy()
      return
    }
    if (this.moods.spoil?.method === method) spoilers[this.moods.spoil.how](response, answer)
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  #answer(request: IncomingMessage, path: string, body: unknown): [number, unknown] {
    try {
      if (path !== '/livez' && request.headers.authorization !== `Bearer ${TOKEN}`)
        throw new Refused({ code: 'unauthenticated', detail: 'the token is not valid' })
      return this.#dispatch(request.method ?? '', path, body)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { code, ...more } = error.refusal
      return [
        errorCodes[code].status,
        { type: `urn:${code}`, ...errorCodes[code], code, ...more, request_id: 'double' },
      ]
    }
  }

  #dispatch(method: string, path: string, body: unknown): [number, unknown] {
    if (path === '/livez') return [200, { live: true }]
    const [, , plural = '', id, part] = path.split('/')
    const kind = kinds.find((candidate) => candidate.plural === plural)
    if (kind === undefined) throw new Refused({ code: 'not_found', detail: `there is no ${path}` })
    const table = this.rows[kind.name]
    if (id === undefined) return this.#all(kind, method, body)
    const row = table.get(id)
    if (row === undefined) throw new Refused({ code: 'not_found', detail: `there is no ${kind.name} ${id}` })
    if (part === 'rules') return [200, this.#rules(kind, row, method, body)]
    if (method === 'GET') {
      // A tombstone is seen once more, then it is gone.
      if (row.deleting && !this.moods.stuck) table.delete(id)
      return [200, this.#view(row)]
    }
    if (method === 'PATCH') {
      const fields = kind.change(row.fields, parseBody(kind.routes.update, body), this.rows)
      return [200, this.#store(kind, { ...row, fields, generation: row.generation + 1 })]
    }
    const referrers = kind.referrers(row, this.rows)
    if (referrers.length > 0) throw new Refused({ code: 'in_use', detail: `${kind.name} ${id} is in use`, referrers })
    return [202, this.#store(kind, { ...row, deleting: true })]
  }

  /** All of a kind listed, or one more of it. */
  #all(kind: Kind, method: string, body: unknown): [number, unknown] {
    if (method !== 'GET') return [201, this.#create(kind, body)]
    return [200, { items: [...this.rows[kind.name].values()].map((row) => this.#view(row)), next_cursor: null }]
  }

  /** All rules of a group: read, or replaced. */
  #rules(kind: Kind, row: Row, method: string, body: unknown): unknown {
    const { rules } = method === 'GET' ? row.fields : parseBody(securityGroupRoutes.replaceRules, body)
    const fields = { ...row.fields, rules: (rules as Fields[]).map(filledRule) }
    return this.#store(kind, method === 'GET' ? row : { ...row, fields, generation: row.generation + 1 })
  }

  #create(kind: Kind, body: unknown): unknown {
    const given = parseBody(kind.routes.create, body)
    const [id, request] = [String(given['id']), JSON.stringify(body)]
    const existing = this.rows[kind.name].get(id)
    if (existing !== undefined && existing.request !== request)
      throw new Refused({ code: 'id_taken', detail: 'made by another request' })
    if (existing !== undefined) return this.#view(existing)
    return this.#store(kind, { id, request, generation: 1, deleting: false, fields: kind.make(given, this.rows) })
  }

  #store(kind: Kind, row: Row): unknown {
    this.rows[kind.name].set(row.id, row)
    return this.#view(row)
  }

  #view({ id, generation, deleting, fields }: Row): unknown {
    const applied = this.moods.stuck ? generation - 1 : generation
    const state = deleting ? 'deleting' : applied < generation ? 'pending' : 'applied'
    const status = { state, applied_generation: applied, realized_generation: 0, conditions: [] }
    return { ...fields, id, generation, status, created_at: EPOCH, updated_at: EPOCH }
  }
}
