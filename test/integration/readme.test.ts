import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, it } from '@jest/globals'
import { routes } from '@quantumnet/api'
import { startServer } from '../harness/server.ts'

const run = promisify(execFile)

const NEEDED = ['/usr/bin/curl', '/usr/bin/jq']
const isPossible = NEEDED.every((path) => existsSync(path))
if (!isPossible) process.stderr.write(`skipped: the calls of the README need ${NEEDED.join(' and ')}\n`)

/** The first calls of the README, as they stand there, to another server. */
const calls = async (endpoint: string): Promise<string> => {
  const blocks = (await readFile('README.md', 'utf8')).matchAll(/^```sh\n(.*?)^```$/gms)
  const text = [...blocks].map(([, block]) => block ?? '').find((block) => block.startsWith('api='))
  if (text === undefined) throw new Error('README.md has no block that begins with api=')
  return text.replace('http://127.0.0.1:8080', endpoint)
}

const itHas = isPossible ? it : it.skip
itHas('first calls that can be followed as they are', async () => {
  const server = await startServer()
  try {
    const env = { ...process.env, QUANTUMNET_TOKEN: server.tokens.admin }
    await run('bash', ['-euo', 'pipefail', '-c', await calls(server.endpoint)], { env })
    const { items } = await server.as('admin').call(routes.floatingIps.list, { query: { name: 'web1' } })
    expect(items).toMatchObject([{ fixed_ip: expect.stringMatching(/^10\.0\.0\./), status: { state: 'pending' } }])
  } finally {
    await server.close()
  }
})
