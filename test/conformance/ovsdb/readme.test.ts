import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { run, startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const root = here('../../../')
const schema = '/usr/share/ovn/ovn-nb.ovsschema'

/** An expression of an example whose comment is its value. */
const shown = /^(session\..+) \/\/ (['[\d].*)$/gm

/** All examples as one program, each in a scope of its own within the first, whose session they use. */
const programOf = (readme: string): string => {
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
  const imports = examples.flatMap((code) => code.match(/^import .*$/gm) ?? [])
  const bodies = examples.map((code) => code.replaceAll(/^import .*$/gm, ''))
  const [first = '', ...others] = bodies
  const body = first.replace(
    'await session.close()',
    `${others.map((code) => `{\n${code}}`).join('\n')}\nawait session.close()`,
  )
  return [
    ...new Set(imports),
    "import assert from 'node:assert'",
    body.replaceAll(shown, 'assert.deepEqual($1, $2)'),
  ].join('\n')
}

/** The program with this machine's server in the place of the example's. */
const fitted = (program: string, remote: string): string =>
  program
    .replace(/remotes: \[.*\],\n.*tls: .*\n/, `remotes: ['${remote}'],\n`)
    .replaceAll("'@quantumnet/ovsdb-jsonrpc'", `'${here('../../../ovsdb-jsonrpc/src/index.ts')}'`)

let folder: string
let server: OvsdbServer
beforeAll(async () => {
  folder = await mkdtemp('/tmp/qo-')
  server = await startOvsdb({ schema, database: 'OVN_Northbound', clustered: true })
})
afterAll(async () => {
  await server.remove()
  await rm(folder, { recursive: true, force: true })
})

it('the examples of the README compile, run, and give what they say', async () => {
  const readme = await readFile(here('../../../ovsdb-jsonrpc/README.md'), 'utf8')
  const program = fitted(programOf(readme), server.remote)
  expect(program.match(/assert\.deepEqual/g)).toHaveLength(3)
  expect(program).toContain(server.remote)
  const source = here('../../../ovsdb-jsonrpc/src/index.ts')
  await run(
    process.execPath,
    here('../../../ovsdb-jsonrpc/bin/gen-schema.ts'),
    schema,
    join(folder, 'gen/nb.ts'),
    '--import',
    source,
  )
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'readme.ts'), program)
  const options = { extends: join(root, 'tsconfig.base.json'), compilerOptions: { composite: false, emitDeclarationOnly: false, noEmit: true, rootDir: '/', typeRoots: [join(root, 'node_modules/@types')], types: ['node'] }, files: ['readme.ts'], references: [] } // prettier-ignore
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(options))
  await run(process.execPath, join(root, 'node_modules/typescript/bin/tsc'), '-p', folder)
  expect(await run(process.execPath, join(folder, 'readme.ts'))).toContain('Logical_Switch')
}, 60_000)
