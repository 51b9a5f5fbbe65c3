import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { Endpoint } from './endpoint.ts'

export interface Readiness {
  /** known zones are served, from the feed or from disk */
  readonly ready: boolean
  /** what is said beside it, for people */
  readonly detail: Readonly<Record<string, unknown>>
}

/** `/livez`: the process runs. `/readyz`: 200 when it can answer for its zones, else 503. `/metrics`: for Prometheus. @throws when the address cannot be bound */
export const serveHealth = async (
  listen: Endpoint,
  readiness: () => Readiness,
  metrics: () => string,
): Promise<Server> => {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0]
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
    }
    if (path === '/livez') send(200, { live: true })
    else if (path === '/readyz') {
      const { ready, detail } = readiness()
      send(ready ? 200 : 503, { ready, ...detail })
    } else if (path === '/metrics') {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(metrics())
    } else send(404, { error: 'only /livez, /readyz and /metrics are here' })
  })
  server.listen(listen.port, listen.address)
  await once(server, 'listening')
  return server
}
