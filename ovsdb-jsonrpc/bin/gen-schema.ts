// node ovsdb-jsonrpc/bin/gen-schema.ts <file.ovsschema> <out.ts> [--import <specifier>] [--check]
// Writes the TypeScript module for a schema; with --check it writes nothing and fails when the file there differs.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { renderSchemaModule } from '../src/codegen.ts'

const usage = 'usage: gen-schema <file.ovsschema> <out.ts> [--import <specifier>] [--check]\n'

const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

const main = (): number => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      import: { type: 'string', default: '@quantumnet/ovsdb-jsonrpc' },
      check: { type: 'boolean', default: false },
    },
  })
  const [source, target] = positionals
  if (source === undefined || target === undefined) {
    process.stderr.write(usage)
    return 2
  }
  const module = renderSchemaModule(JSON.parse(readFileSync(source, 'utf8')), {
    name: basename(target, '.ts').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    importFrom: values.import,
  })
  if (values.check) {
    if (readIfThere(target) === module) return 0
    process.stderr.write(`${target} is not what ${source} gives: run gen-schema again\n`)
    return 1
  }
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, module)
  return 0
}

process.exitCode = main()
