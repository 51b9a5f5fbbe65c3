import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '@quantumnet/platform'
import { BUILT, builtBinary, coresFolder } from './cores.ts'

/**
 * Builds the newer programs that the provider is tried with from their published Go modules, once for each machine. `go install` refuses modules
 * with `replace`, which both have, so each is built from a module of two files that has the same one.
 *
 *     node scripts/node24.mjs test/provider/cores-build.ts [--offline]
 */

const BUILD_LIMIT_MS = 1_800_000

/** Backends of Terraform for states elsewhere: modules of their own in its sources, which are not published, and of no use to a test. */
const BACKENDS = ['azure', 'consul', 'cos', 'gcs', 'kubernetes', 'oci', 'oss', 'pg', 's3']
const TERRAFORM = 'github.com/hashicorp/terraform'

interface Sources {
  /** what to build */
  readonly main: string
  /** files of the module, by path */
  readonly files: Readonly<Record<string, string>>
}

const importing = (main: string): string => `//go:build tools\n\npackage tools\n\nimport _ "${main}"\n`
const module = (lines: readonly string[]): string => `module tools\n\n${lines.join('\n')}\n`

const tofu = (): Sources => {
  const main = 'github.com/opentofu/opentofu/cmd/tofu'
  return {
    main,
    files: {
      'go.mod': module([
        'go 1.26.6',
        `require github.com/opentofu/opentofu v${BUILT.tofu}`,
        'replace github.com/hashicorp/hcl/v2 v2.20.1 => github.com/opentofu/hcl/v2 v2.20.2-0.20251021132045-587d123c2828',
      ]),
      'tools.go': importing(main),
    },
  }
}

const backend = (name: string): Readonly<Record<string, string>> => ({
  [`stub/${name}/go.mod`]: `module ${TERRAFORM}/internal/backend/remote-state/${name}\ngo 1.25.10\n`,
  [`stub/${name}/backend.go`]: [
    `package ${name}`,
    `import "${TERRAFORM}/internal/backend"`,
    `import "${TERRAFORM}/internal/backend/remote-state/inmem"`,
    'func New() backend.Backend { return inmem.New() }',
    '',
  ].join('\n'),
})

const terraform = (): Sources => ({
  main: TERRAFORM,
  files: {
    'go.mod': module([
      'go 1.25.10',
      `require ${TERRAFORM} v${BUILT.terraform}`,
      ...BACKENDS.map((name) => `replace ${TERRAFORM}/internal/backend/remote-state/${name} => ./stub/${name}`),
      `replace ${TERRAFORM}/internal/legacy => ./stub/legacy`,
    ]),
    'tools.go': importing(TERRAFORM),
    'stub/legacy/go.mod': `module ${TERRAFORM}/internal/legacy\ngo 1.25.10\n`,
    ...Object.fromEntries(BACKENDS.flatMap((name) => Object.entries(backend(name)))),
  },
})

const build = async (program: keyof typeof BUILT, { main, files }: Sources): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'qn-core-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const options = { cwd: folder, timeoutMs: BUILD_LIMIT_MS, env: { ...process.env, GOFLAGS: '-mod=mod' } }
    // It fails for what only tests of those modules import, and has written what is needed by then.
    await run(['go', 'mod', 'tidy'], options).catch(() => undefined)
    const making = `${builtBinary(program)}.${String(process.pid)}`
    await run(['go', 'build', '-o', making, main], options)
    renameSync(making, builtBinary(program))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const SOURCES = { tofu, terraform } as const

const MODULES = { tofu: 'github.com/opentofu/opentofu', terraform: TERRAFORM } as const

/** Whether Go has the sources already, so that nothing large has to be fetched. */
const hasSources = async (program: keyof typeof BUILT): Promise<boolean> => {
  const cache = (await run(['go', 'env', 'GOMODCACHE'])).trim()
  return existsSync(join(cache, `${MODULES[program]}@v${BUILT[program]}`))
}

/**
 * Builds what is not there yet. What cannot be built is told in one line, with what is left out for it.
 * @param fetching whether sources that Go does not have may be fetched, hundreds of megabytes of them
 */
export const buildCores = async (log: (line: string) => void, fetching: boolean): Promise<void> => {
  mkdirSync(coresFolder(), { recursive: true })
  for (const program of ['tofu', 'terraform'] as const) {
    if (existsSync(builtBinary(program))) continue
    try {
      if (!fetching && !(await hasSources(program)))
        throw new Error('its sources are not here; node scripts/node24.mjs test/provider/cores-build.ts fetches them')
      log(`building ${program} ${BUILT[program]} (some minutes, once)`)
      await build(program, SOURCES[program]())
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n').at(-1) : String(error)
      log(`left out: tests with ${program} ${BUILT[program]} (${why ?? ''})`)
    }
  }
}

if (import.meta.main) await buildCores((line) => process.stdout.write(`${line}\n`), !process.argv.includes('--offline'))
