// `npm test`: sets up what the tests need, checks the code, runs every test, and ends with one line that counts them.
//   npm test -- PATTERN ...     only jest, only matching files
import { spawn } from 'node:child_process'
import { setUp } from '@quantumnet/platform'
import { runJest, type Count } from './run-jest.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const node = (...args: readonly string[]): readonly string[] => ['--disable-warning=ExperimentalWarning', ...args]
const bin = (name: string, ...args: readonly string[]): readonly string[] => node('scripts/node24.mjs', name, ...args)
const workspaces = ['api', 'ovsdb-jsonrpc', 'server', 'dns', 'node-agent', 'provider', 'constructs', 'platform', 'test']

/** Each is one check that passes or fails as a whole; those of one row run at once. */
const checks: readonly (readonly (readonly [name: string, args: readonly string[]])[])[] = [
  [
    ['types', bin('tsc', '-b')],
    ['format', bin('prettier', '--check', '.', '--log-level', 'warn')],
  ],
  [
    ['lint', bin('eslint', '.', '--cache', '--cache-location', 'node_modules/.cache/eslint/')],
    ['layers', bin('depcruise', '--config', 'dependency-cruiser.cjs', ...workspaces)],
    ['generated files', node('scripts/generate.ts', '--check')],
  ],
]

const run = async (args: readonly string[]): Promise<{ ok: boolean; output: string }> =>
  await new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('close', (code) => {
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() })
    })
  })

const runChecks = async (): Promise<Count> => {
  const count = { passed: 0, failed: 0, skipped: 0 }
  for (const row of checks) {
    const started = performance.now()
    const results = await Promise.all(row.map(async ([name, args]) => ({ name, ...(await run(args)) })))
    for (const { name, ok, output } of results) {
      count[ok ? 'passed' : 'failed']++
      say(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
      if (!ok) say(output)
    }
  }
  return count
}

const patterns = process.argv.slice(2)
await setUp({ lab: true, scenarios: true, log: say })
// Once for each machine, and only from sources that are there; its lines say what was built or is left out.
if (patterns.length === 0) process.stdout.write((await run(node('test/provider/cores-build.ts', '--offline'))).output)
const counts = [...(patterns.length === 0 ? [await runChecks()] : []), await runJest(patterns)]
const total = (key: keyof Count): number => counts.reduce((sum, count) => sum + count[key], 0)
say(`tests: ${String(total('passed'))} passed, ${String(total('failed'))} failed, ${String(total('skipped'))} skipped`)
process.exitCode = total('failed') === 0 ? 0 : 1
