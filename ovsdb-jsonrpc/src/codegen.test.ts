import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { renderSchemaModule } from './codegen.ts'

const fixture = async (name: string): Promise<string> =>
  await readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')

describe('renderSchemaModule', () => {
  it('gives the module that is checked in', async () => {
    const raw: unknown = JSON.parse(await fixture('kinds.ovsschema'))
    const options = { name: 'kinds', importFrom: '@quantumnet/ovsdb-jsonrpc' }
    expect(renderSchemaModule(raw, options)).toBe(await fixture('gen/kinds.ts'))
  })

  it.each([
    ['no tables', { name: 'X' }, 'schema.tables must be an object'],
    ['no columns', { name: 'X', tables: { T: {} } }, 'T.columns must be an object'],
    [
      'an unknown type',
      { name: 'X', tables: { T: { columns: { c: { type: 'text' } } } } },
      'T.c.type.key: "text" is not an atomic type',
    ],
  ])('refuses a schema with %s', (_name, raw, problem) => {
    expect(() => renderSchemaModule(raw, { name: 'x', importFrom: 'y' })).toThrow(problem)
  })
})
