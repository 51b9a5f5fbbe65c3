// Writes every generated file that is checked in, or with --check says which of them are stale.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Generated {
  /** a file, or a folder of which every file is generated */
  readonly file: string
  /** Read by the generator; when this machine lacks it, or has another version, the file cannot be judged here. */
  readonly input?: string
  readonly command: (out: string) => readonly string[]
}

const schema = (input: string, file: string): Generated => ({
  file,
  input,
  command: (out) => ['ovsdb-jsonrpc/bin/gen-schema.ts', input, out],
})

const generated: readonly Generated[] = [
  schema('/usr/share/ovn/ovn-nb.ovsschema', 'server/src/ovn/gen/nb.ts'),
  schema('/usr/share/ovn/ovn-sb.ovsschema', 'server/src/ovn/gen/sb.ts'),
  schema('/usr/share/openvswitch/vswitch.ovsschema', 'node-agent/src/gen/vswitch.ts'),
  { file: 'openapi/quantumnet.json', command: (out) => ['server/src/print-openapi.ts', out] },
  { file: 'docs/api-routes.md', command: (out) => ['server/src/print-reference.ts', 'routes', out] },
  { file: 'docs/api-problems.md', command: (out) => ['server/src/print-reference.ts', 'problems', out] },
  { file: 'provider/docs', command: (out) => ['provider/print-docs.ts', out] },
  { file: 'docs/api-constructs.md', command: (out) => ['constructs/print-reference.ts', out] },
  { file: 'constructs/README.md', command: (out) => ['constructs/print-lines.ts', out] },
  { file: 'constructs/src/gen', command: (out) => ['constructs/print-bindings.ts', out] },
]

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const run = (args: readonly string[]): void =>
  void execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })

/** The version that a schema file states; its generated module repeats it. */
const versionOf = (text: string): string | undefined => /"?version"?\s*:\s*["'](\d+\.\d+\.\d+)["']/.exec(text)?.[1]

const judgeable = ({ file, input }: Generated): boolean => {
  if (input === undefined) return true
  if (!existsSync(input)) return false
  return !existsSync(file) || versionOf(readFileSync(input, 'utf8')) === versionOf(readFileSync(file, 'utf8'))
}

/** All that is generated there, in an order of its own. */
const contentOf = (path: string): string => {
  if (!statSync(path).isDirectory()) return readFileSync(path, 'utf8')
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
  return files
    .filter((file) => statSync(join(path, file)).isFile())
    .map((file) => `${file}\n${readFileSync(join(path, file), 'utf8')}`)
    .join('\n')
}

const staleFiles = (): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'qn-gen-'))
  try {
    return generated.filter(judgeable).flatMap(({ file, command }, index) => {
      const fresh = join(folder, `${String(index)}-${file.split('/').at(-1) ?? ''}`)
      run(command(fresh))
      return existsSync(file) && contentOf(fresh) === contentOf(file) ? [] : [file]
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (process.argv.includes('--check')) {
  const stale = staleFiles()
  stale.forEach((file) => {
    say(`${file} is stale: run "npm run gen"`)
  })
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const each of generated.filter(({ input }) => input === undefined || existsSync(input))) {
    run(each.command(each.file))
    say(each.file)
  }
}
