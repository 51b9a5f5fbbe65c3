import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { run } from '../../harness/ovsdb.ts'
import { kindsServer } from './kinds.ts'

const command = fileURLToPath(new URL('../../../ovsdb-jsonrpc/bin/gen-schema.ts', import.meta.url))
const generate = async (...args: string[]): Promise<string> => await run(process.execPath, command, ...args)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp('/tmp/qo-')
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

it('says how it is used', async () => {
  const help = await generate('--help')
  for (const word of ['usage: gen-schema', '--import', '--bigint', '--check']) expect(help).toContain(word)
})

it('writes a module, finds it as it should be, and notices when it is not', async () => {
  const target = join(folder, 'made', 'kinds.ts')
  const checkedIn = new URL('../../../ovsdb-jsonrpc/fixtures/gen/kinds.ts', import.meta.url)
  await generate(kindsServer.schema, target)
  expect(await readFile(target, 'utf8')).toBe(await readFile(checkedIn, 'utf8'))
  expect(await generate(kindsServer.schema, target, '--check')).toBe('')
  await expect(generate(kindsServer.schema, target, '--check', '--bigint', 'Pair.right')).rejects.toThrow(
    'run gen-schema again',
  )
})

it.each<[string, () => string[], string]>([
  ['nothing to do', () => [], 'usage: gen-schema'],
  ['an option that it does not know', () => ['--chek'], '--chek'],
  ['a schema that is not there', () => [join(folder, 'none'), join(folder, 'x.ts')], 'none: ENOENT'],
  [
    'a schema that is none',
    () => [join(folder, 'broken.ovsschema'), join(folder, 'x.ts')],
    'broken.ovsschema: T.c.type',
  ],
])('refuses %s', async (_name, args, problem) => {
  const broken = { name: 'X', tables: { T: { columns: { c: { type: 'text' } } } } }
  await writeFile(join(folder, 'broken.ovsschema'), JSON.stringify(broken))
  await expect(generate(...args())).rejects.toThrow(problem)
})
