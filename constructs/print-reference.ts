import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { programOf } from './packaging/sources.ts'
import { TARGETS } from './packaging/targets.ts'
import { referencePage } from './reference/page.ts'
import { entriesOf } from './reference/read.ts'

/** Writes the reference of the constructs: `node constructs/print-reference.ts FILE`. */

const [target] = TARGETS
if (target === undefined) throw new Error('there is no package to describe')
const entries = ['index', 'testing/index']
const program = programOf(entries, target)
const page = referencePage(entries.flatMap((entry) => entriesOf(program, entry)))
writeFileSync(resolve(process.argv[2] ?? 'docs/api-constructs.md'), page)
