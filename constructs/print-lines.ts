import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { codeLines, withTable, type Estate } from './src/generate/lines.ts'

/** Writes the README with the lines of today's examples in it: `node constructs/print-lines.ts FILE`. */

const README = join(import.meta.dirname, 'README.md')
const EXAMPLES = resolve(import.meta.dirname, '../examples')

/** Every example that stands in both languages; that both mean the same is for the examples' own tests. */
const estates = readdirSync(EXAMPLES)
  .sort()
  .flatMap((name): readonly Estate[] => {
    const folder = join(EXAMPLES, name)
    const app = join(folder, 'cdktf/main.ts')
    const configurations = existsSync(app) ? readdirSync(folder).filter((file) => file.endsWith('.tf')) : []
    const linesOf = (file: string): number => codeLines(readFileSync(file, 'utf8'))
    const hcl = configurations.reduce((sum, file) => sum + linesOf(join(folder, file)), 0)
    const link = `[${name}](../examples/${name})`
    return hcl === 0 ? [] : [{ name: link, hcl, constructs: linesOf(app) }]
  })

writeFileSync(resolve(process.argv[2] ?? README), withTable(readFileSync(README, 'utf8'), estates))
