import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

/** One import per rule that breaks it, planted in a tree of stubs: a rule that stops biting is noticed here. */
const violations: readonly (readonly [rule: string, from: string, specifier: string])[] = [
  ['no-unresolved-imports', 'api/src/lost.ts', './nowhere.ts'],
  ['no-cycles', 'api/src/index-back.ts', './index.ts'],
  ['api-imports-no-workspace', 'api/src/a.ts', '@quantumnet/ovsdb-jsonrpc'],
  ['ovsdb-jsonrpc-imports-no-workspace', 'ovsdb-jsonrpc/src/a.ts', '@quantumnet/api'],
  ['nobody-imports-server', 'provider/src/a.ts', '@quantumnet/server/app'],
  ['test-takes-only-app-from-server', 'test/a.ts', '../server/src/errors.ts'],
  ['nobody-imports-tests', 'platform/src/a.ts', '../../test/index.ts'],
  ['only-ovn-and-agent-speak-ovsdb', 'dns/src/a.ts', '@quantumnet/ovsdb-jsonrpc'],
  ['constructs-ship-without-the-provider', 'constructs/src/a.ts', '@quantumnet/provider'],
  ['only-the-corefile-leaves-dns', 'node-agent/src/a.ts', '@quantumnet/dns'],
  ['routes-call-commands-not-stores', 'server/src/features/ports/routes.ts', './store.ts'],
  ['commands-write-postgres-only', 'server/src/features/ports/commands.ts', '../../ovn/session.ts'],
  ['store-and-load-are-sql-only', 'server/src/features/ports/load.ts', '../../ovn/session.ts'],
  ['rules-and-desired-are-pure', 'server/src/features/ports/desired.ts', './store.ts'],
  ['rules-and-desired-do-no-io', 'server/src/features/ports/rules.ts', 'node:fs'],
  ['features-meet-through-index', 'server/src/features/ports/index.ts', '../networks/rules.ts'],
  ['reconcile-reads-load-and-desired', 'server/src/reconcile/driver.ts', '../features/ports/store.ts'],
  ['ovn-knows-no-domain', 'server/src/ovn/session.ts', '../features/networks/index.ts'],
  ['http-is-cross-cutting', 'server/src/http/mount.ts', '../features/networks/index.ts'],
  ['fastify-stays-at-the-edge', 'server/src/events/tail.ts', 'fastify'],
]

/** Imports that look alike and are right. */
const allowed: readonly (readonly [from: string, specifier: string])[] = [
  ['server/src/features/networks/commands.ts', './rules.ts'],
  ['server/src/features/networks/routes.ts', './commands.ts'],
  ['server/src/ovn/match.ts', '@quantumnet/ovsdb-jsonrpc'],
  ['node-agent/src/edge/configuration.ts', '@quantumnet/dns/corefile'],
  ['dns/src/resolve.ts', 'node:dns/promises'],
  ['test/b.ts', '@quantumnet/server/app'],
  ['constructs/src/generate/b.ts', '@quantumnet/provider'],
  ['server/src/reconcile/sweep.ts', '../features/networks/desired.ts'],
]

const root = resolve(import.meta.dirname, '../..')
const workspaces = ['api', 'ovsdb-jsonrpc', 'server', 'dns', 'node-agent', 'provider', 'constructs', 'platform', 'test']
const stubs = [
  'server/src/app.ts',
  'server/src/errors.ts',
  'server/src/features/ports/store.ts',
  'server/src/features/networks/rules.ts',
  'server/src/features/networks/index.ts',
  'server/src/features/networks/desired.ts',
  'dns/src/corefile/index.ts',
  ...workspaces.map((workspace) => (workspace === 'test' ? 'test/index.ts' : `${workspace}/src/index.ts`)),
]

const tree = mkdtempSync(join(tmpdir(), 'qn-layers-'))
let found: readonly { rule: string; from: string }[] = []

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(tree, file)), { recursive: true })
  writeFileSync(join(tree, file), text)
}

beforeAll(() => {
  stubs.forEach((file) => {
    write(file, 'export const stub = 1\n')
  })
  for (const [from, specifier] of [...violations.map(([, from, specifier]) => [from, specifier] as const), ...allowed])
    write(from, `import * as other from '${specifier}'\nexport const stub = other\n`)
  write('api/src/index.ts', "import * as other from './index-back.ts'\nexport const back = other\n")
  write('node_modules/fastify/package.json', '{ "name": "fastify", "main": "index.js" }')
  write('node_modules/fastify/index.js', '')
  mkdirSync(join(tree, 'node_modules/@quantumnet'), { recursive: true })
  for (const workspace of workspaces) {
    cpSync(join(root, workspace, 'package.json'), join(tree, workspace, 'package.json'))
    symlinkSync(join(tree, workspace), join(tree, 'node_modules/@quantumnet', workspace))
  }
  cpSync(join(root, 'dependency-cruiser.cjs'), join(tree, 'dependency-cruiser.cjs'))
  symlinkSync(join(root, 'node_modules/typescript'), join(tree, 'node_modules/typescript'))
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const args = [bin, '--config', 'dependency-cruiser.cjs', '--output-type', 'json', ...workspaces]
  const run = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })
  if (run.stdout === '') throw new Error(run.stderr)
  const report = JSON.parse(run.stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } }
  found = report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }))
})
afterAll(() => {
  rmSync(tree, { recursive: true })
})

describe('layers', () => {
  it.each(violations)('%s bites on %s importing %s', (rule, from) => {
    expect(found).toContainEqual({ rule, from })
  })

  it.each(allowed)('%s may import %s', (from) => {
    expect(found.filter((violation) => violation.from === from)).toEqual([])
  })

  it('plants a violation for every rule', async () => {
    const { default: config } = (await import(join(root, 'dependency-cruiser.cjs'))) as {
      default: { forbidden: { name: string }[] }
    }
    expect(violations.map(([rule]) => rule).sort()).toEqual(config.forbidden.map(({ name }) => name).sort())
  })
})
