import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { selfSigned } from '../../plugin/certificate.ts'
import { trustingFetch } from './trusting-fetch.ts'

const certificate = selfSigned(new Date(performance.timeOrigin + performance.now()))
let server: Server
let url: string

beforeAll(async () => {
  server = createServer({ cert: certificate.certPem, key: certificate.keyPem }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.url === '/gone') response.writeHead(204).end()
      else
        response
          .writeHead(201, { 'retry-after': '7' })
          .end(`${request.method ?? ''} ${Buffer.concat(chunks).toString()}`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `https://localhost:${String((server.address() as AddressInfo).port)}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('fetch with certificates of its own', () => {
  it('sends and receives like any other', async () => {
    const fetch = trustingFetch(certificate.certPem)
    const answer = await fetch(`${url}/a`, { method: 'POST', body: '{"é":1}' })
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([201, '7', 'POST {"é":1}'])
    expect(await (await fetch(`${url}/gone`)).text()).toBe('')
  })

  it('is refused by whoever does not trust them', async () => {
    const other = selfSigned(new Date(performance.timeOrigin + performance.now()))
    await expect(trustingFetch(other.certPem)(url)).rejects.toThrow(/self-signed|certificate/)
  })

  it('ends when it is cancelled', async () => {
    const fetch = trustingFetch(certificate.certPem)
    await expect(fetch(url, { signal: AbortSignal.abort() })).rejects.toThrow()
  })
})
