import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { startServer, type TestServer } from '../harness/server.ts'

const run = promisify(execFile)

const NEEDED = ['/usr/bin/curl', '/usr/bin/jq']
const isPossible = NEEDED.every((path) => existsSync(path))
if (!isPossible) process.stderr.write(`skipped: the calls of the README need ${NEEDED.join(' and ')}\n`)

/** The first calls of a document, as they stand there, to another server that has no OVN to wait for. */
const calls = async (document: string, begin: string, endpoint: string): Promise<string> => {
  const blocks = (await readFile(document, 'utf8')).matchAll(/^```sh\n(.*?)^```$/gms)
  const text = [...blocks].map(([, block]) => block ?? '').find((block) => block.startsWith(begin))
  if (text === undefined) throw new Error(`${document} has no block that begins with ${begin}`)
  return text
    .replace('http://127.0.0.1:8080', endpoint)
    .replaceAll('wait=applied"', 'wait=applied&wait_timeout=1"')
    .replaceAll('wait_timeout=10', 'wait_timeout=1')
}

const follow = async (server: TestServer, document: string, begin: string): Promise<string> => {
  const env = { ...process.env, QUANTUMNET_TOKEN: server.tokens.admin }
  const commands = await calls(document, begin, server.endpoint)
  return (await run('bash', ['-euo', 'pipefail', '-c', commands], { env })).stdout
}

let server: TestServer
beforeEach(async () => {
  server = await startServer()
})
afterEach(async () => {
  await server.close()
})

const itHas = isPossible ? it : it.skip
itHas('first calls in the README that can be followed as they are', async () => {
  await follow(server, 'README.md', 'api=')
  const { items } = await server.as('admin').call(routes.floatingIps.list, { query: { name: 'web1' } })
  expect(items).toMatchObject([{ fixed_ip: expect.stringMatching(/^10\.0\.0\./), status: { state: 'pending' } }])
})

itHas('a walk in docs/api.md that can be followed as it is', async () => {
  const told = await follow(server, 'docs/api.md', 'server=')
  expect(told).toContain('"www.shop-1.internal"')
  expect(told).toMatch(/"used": "3"/)
  expect(told).toContain('ip,network,subnet,')
  expect(told.trimEnd().split('\n').at(-1)).toBe('202')
  const { items } = await server.as('admin').call(routes.ports.list, {})
  expect(items.map(({ hostname, status }) => [hostname, status.state])).toEqual([
    ['www', 'deleting'],
    ['web2', 'pending'],
    ['web3', 'pending'],
  ])
})
