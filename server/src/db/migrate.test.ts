import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { checkApplied, readMigrations, type AppliedMigration } from './migrate.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})
const folderOf = async (...files: readonly string[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'qn-migrations-'))
  folders.push(folder)
  for (const file of files) await writeFile(join(folder, file), `-- ${file}`)
  return `${folder}/`
}
const pair = (name: string): [string, string] => [`${name}.up.sql`, `${name}.down.sql`]

describe('the files of the migrations', () => {
  it('are read in order, with their digests', async () => {
    const files = await readMigrations(await folderOf(...pair('0002_second'), ...pair('0001_first'), 'README.md'))
    expect(files).toMatchObject([
      { version: 1, name: 'first', up: '-- 0001_first.up.sql', down: '-- 0001_first.down.sql' },
      { version: 2, name: 'second' },
    ])
    expect(new Set(files.flatMap(({ upSha256, downSha256 }) => [upSha256, downSha256])).size).toBe(4)
  })

  it.each<[RegExp, string[]]>([
    [
      /0003_c\.up\.sql: migrations are numbered without gaps; this one must be 2/,
      [...pair('0001_a'), ...pair('0003_c')],
    ],
    [/0001_b\.up\.sql: migrations are numbered without gaps/, [...pair('0001_a'), ...pair('0001_b')]],
    [/0001_a\.up\.sql has no 0001_a\.down\.sql beside it/, ['0001_a.up.sql']],
    [/numbered without gaps/, pair('first')],
  ])('are refused with %s', async (message, files) => {
    await expect(readMigrations(await folderOf(...files))).rejects.toThrow(message)
  })
})

describe('what was applied', () => {
  const check = async (change: (rows: AppliedMigration[]) => AppliedMigration[]): Promise<void> => {
    const files = await readMigrations(await folderOf(...pair('0001_a'), ...pair('0002_b')))
    const rows = files.map(({ version, name, upSha256, downSha256 }) => ({
      ...{ version, name },
      up_sha256: upSha256,
      down_sha256: downSha256,
    }))
    checkApplied(files, change(rows))
  }

  it('may be all or the first of the files', async () => {
    await check((rows) => rows)
    await check((rows) => rows.slice(0, 1))
    await check(() => [])
  })

  it.each<[string, RegExp, (rows: AppliedMigration[]) => AppliedMigration[]]>([
    [
      'another file',
      /0002_b was changed after/,
      (rows) => rows.map((row) => (row.version === 2 ? { ...row, up_sha256: 'x' } : row)),
    ],
    [
      'another way back',
      /0001_a was changed after/,
      (rows) => rows.map((row) => (row.version === 1 ? { ...row, down_sha256: 'x' } : row)),
    ],
    [
      'another name',
      /0001_z was changed after/,
      (rows) => rows.map((row) => (row.version === 1 ? { ...row, name: 'z' } : row)),
    ],
    ['a later one', /older than the database/, (rows) => [...rows, { ...rows[0]!, version: 3 }]],
  ])('is refused when it was %s', async (_, message, change) => {
    await expect(check(change)).rejects.toThrow(message)
  })
})
