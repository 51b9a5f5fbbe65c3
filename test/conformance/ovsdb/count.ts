// node scripts/node24.mjs test/conformance/ovsdb/count.ts
// Runs the tests, and prints how many cases each file has: the figures of the table in ovsdb-jsonrpc/README.md.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

interface Report {
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly unknown[] }[]
}

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = await mkdtemp('/tmp/qo-')
try {
  const file = join(folder, 'report.json')
  const paths = ['test/conformance/ovsdb', 'ovsdb-jsonrpc/src']
  await promisify(execFile)('npm', ['run', '-s', 'jest', '--', ...paths, '--json', `--outputFile=${file}`], {
    cwd: root,
  })
  const { testResults } = JSON.parse(await readFile(file, 'utf8')) as Report
  const counts = testResults.map(({ name, assertionResults: { length } }) => {
    const part = name.includes('/conformance/') ? '' : 'src/'
    return `${String(length).padStart(5)}  ${part}${basename(name, '.test.ts')}\n`
  })
  process.stdout.write(counts.toSorted().join(''))
} finally {
  await rm(folder, { recursive: true, force: true })
}
