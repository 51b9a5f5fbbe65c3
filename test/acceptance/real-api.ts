import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, nodeRoutes } from '@quantumnet/api'
import { startPostgres } from '@quantumnet/platform'
import { buildApp } from '@quantumnet/server/app'
import { pino } from 'pino'
import { startOvsdb } from '../harness/ovsdb.ts'
import type { Api } from './suite.ts'

const TOKEN = 'admin-token-of-the-acceptance-tests'
const NODE_TOKEN = 'node-token-of-the-acceptance-tests'

/** Hypervisors that routers may have their gateway on. */
const registerNodes = async (endpoint: string): Promise<void> => {
  const client = new Client({ endpoint, token: NODE_TOKEN })
  for (const [index, name] of ['hv1', 'hv2'].entries())
    await client.call(nodeRoutes.register, {
      params: { name },
      body: { encap_ip: `192.0.2.${String(index + 1)}`, agent_version: '0.1.0', gateway: true },
    })
}

/**
 * The real server in this process, on a PostgreSQL and a northbound database of its own.
 * @param more of its configuration
 */
export const startRealApi = async (more: { readonly providerMirror?: string } = {}): Promise<Api> => {
  const folder = mkdtempSync('/tmp/qa-')
  // PostgreSQL does not run as root, and its user has to get in.
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ dataDir: join(folder, 'pg'), durable: false })
  const nb = await startOvsdb({
    schema: '/usr/share/ovn/ovn-nb.ovsschema',
    database: 'OVN_Northbound',
    clustered: true,
  })
  const tokenFile = (role: 'admin' | 'node', token: string): { role: typeof role; path: string } => {
    const path = join(folder, role)
    writeFileSync(path, token, { mode: 0o600 })
    return { role, path }
  }
  const app = await buildApp({
    config: {
      databaseUrl: postgres.url,
      nbRemotes: [nb.remote],
      tokenFiles: [tokenFile('admin', TOKEN), tokenFile('node', NODE_TOKEN)],
      dnsZone: 'internal',
      ...more,
    },
    log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    clock: () => new Date(performance.timeOrigin + performance.now()),
  })
  const endpoint = await app.listen({ host: '127.0.0.1', port: 0 })
  await registerNodes(endpoint)
  return {
    endpoint,
    token: TOKEN,
    client: new Client({ endpoint, token: TOKEN }),
    close: async () => {
      await app.close()
      await nb.remove()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
