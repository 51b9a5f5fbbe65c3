import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openApiText } from './http/openapi.ts'

/** Prints the OpenAPI document: `print-openapi.ts [FILE]`, by default to openapi/quantumnet.json, where it is checked in. */
const file = process.argv[2] ?? fileURLToPath(new URL('../../openapi/quantumnet.json', import.meta.url))
await writeFile(file, openApiText())
