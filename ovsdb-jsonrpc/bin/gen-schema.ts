// node ovsdb-jsonrpc/bin/gen-schema.ts <file.ovsschema> <out.ts> [--import <specifier>] [--bigint <Table.column,…>] [--check]
// Writes the TypeScript module for a schema; with --check it writes nothing and fails when the file there differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { renderSchemaModule } from '../src/codegen.ts'
import type { CodegenOptions } from '../src/codegen.ts'

const usage = 'usage: gen-schema <file.ovsschema> <out.ts> [--import <specifier>] [--bigint <Table.column,…>] [--check]'
const help = `${usage}

Writes the TypeScript module for a schema: a row and an insert type for each table, and the schema as a value.

  --import <specifier>     where the module finds this package (default: @quantumnet/ovsdb-jsonrpc)
  --bigint <Table.column>  integer columns that read as bigint, separated by commas
  --check                  writes nothing, and fails when <out.ts> is not what would be written
  --help                   prints this
`

/** `ovn-nb.ts` gives `ovnNb`; what can't begin a name is left out. */
const nameFrom = (target: string): string =>
  basename(target, '.ts')
    .replace(/^[^a-z]+/i, '')
    .replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())

const render = (source: string, target: string, options: Omit<CodegenOptions, 'name'>): string => {
  try {
    return renderSchemaModule(JSON.parse(readFileSync(source, 'utf8')), { name: nameFrom(target), ...options })
  } catch (error) {
    throw new Error(`${source}: ${(error as Error).message}`, { cause: error })
  }
}

const main = (): void => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      import: { type: 'string', default: '@quantumnet/ovsdb-jsonrpc' },
      bigint: { type: 'string', default: '' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const [source, target] = positionals
  if (source === undefined || target === undefined) throw new Error(usage)
  const module = render(source, target, {
    importFrom: values.import,
    bigint: values.bigint.split(',').filter((name) => name !== ''),
  })
  if (!values.check) {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, module)
  } else if (!existsSync(target) || readFileSync(target, 'utf8') !== module) {
    throw new Error(`${target} is not what ${source} gives: run gen-schema again`)
  }
}

try {
  main()
} catch (error) {
  process.stderr.write(`gen-schema: ${(error as Error).message}\n`)
  process.exitCode = 1
}
