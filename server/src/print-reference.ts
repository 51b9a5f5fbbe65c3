import { writeFile } from 'node:fs/promises'
import { problemsPage, routesPage } from './http/openapi/reference.ts'

/** Prints a page of the reference: `print-reference.ts routes|problems FILE`. */
const pages: Readonly<Record<string, () => string>> = { routes: routesPage, problems: problemsPage }
const [name = '', file = ''] = process.argv.slice(2)
const page = pages[name]
if (page === undefined || file === '') throw new Error(`usage: print-reference.ts ${Object.keys(pages).join('|')} FILE`)
await writeFile(file, page())
