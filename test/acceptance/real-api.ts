import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@quantumnet/api'
import { startPostgres } from '@quantumnet/platform'
import { buildApp } from '@quantumnet/server/app'
import { pino } from 'pino'
import { startOvsdb } from '../harness/ovsdb.ts'
import type { Api } from './suite.ts'

const TOKEN = 'admin-token-of-the-acceptance-tests'

/** The real server in this process, on a PostgreSQL and a northbound database of its own. */
export const startRealApi = async (): Promise<Api> => {
  const folder = mkdtempSync('/tmp/qa-')
  // PostgreSQL does not run as root, and its user has to get in.
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ dataDir: join(folder, 'pg'), durable: false })
  const nb = await startOvsdb({
    schema: '/usr/share/ovn/ovn-nb.ovsschema',
    database: 'OVN_Northbound',
    clustered: true,
  })
  const path = join(folder, 'admin')
  writeFileSync(path, TOKEN, { mode: 0o600 })
  const app = await buildApp({
    config: {
      databaseUrl: postgres.url,
      nbRemotes: [nb.remote],
      tokenFiles: [{ role: 'admin', path }],
      dnsZone: 'internal',
    },
    log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    clock: () => new Date(performance.timeOrigin + performance.now()),
  })
  const endpoint = await app.listen({ host: '127.0.0.1', port: 0 })
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
