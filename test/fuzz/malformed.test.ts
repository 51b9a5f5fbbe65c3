import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Problem } from '@quantumnet/api'
import { startServer, type TestServer } from '../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
})

const LONGEST_MS = 8_000

/** Writes bytes on a connection of its own, and gives all that comes back until the server closes it. */
const exchange = async (bytes: string | Buffer): Promise<string> =>
  await new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.endpoint)
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname, () => void socket.write(bytes))
    socket.setTimeout(LONGEST_MS, () => void socket.destroy(new Error('the server neither answered nor hung up')))
    socket.on('data', (chunk) => void chunks.push(chunk))
    socket.on('error', (error) => {
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') reject(error)
    })
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString())
    })
  })

const head = (...lines: readonly string[]): string => [...lines, '', ''].join('\r\n')

describe('what is no HTTP request is refused with a problem, and the connection closed', () => {
  it.each<[string, string | Buffer]>([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03])],
    ['a header without a name', head('GET /livez HTTP/1.1', 'Host: x', ': y')],
    ['a folded header', head('GET /livez HTTP/1.1', 'Host: x', 'A: b', ' c', 'Bad Header: d')],
    ['headers beyond all measure', head('GET /livez HTTP/1.1', 'Host: x', `A: ${'x'.repeat(100_000)}`)],
    ['two lengths', head('POST /v1/projects HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Content-Length: 2')],
    [
      'a length and chunks',
      head('POST /v1/projects HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Transfer-Encoding: chunked'),
    ],
    [
      'a chunk that is none',
      `${head('POST /v1/projects HTTP/1.1', 'Host: x', 'Content-Type: application/json', 'Transfer-Encoding: chunked')}zz\r\n`,
    ],
    ['an unknown method', head('BREW /v1/projects HTTP/1.1', 'Host: x')],
  ])('%s', async (_, bytes) => {
    const text = await exchange(bytes)
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text.toLowerCase()).toContain('content-type: application/problem+json')
    const problem = Problem.parse(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)))
    expect(problem.code).toBe('invalid_request')
    expect(text).not.toMatch(/HPE_|node_modules|\.ts:/)
  })
})
