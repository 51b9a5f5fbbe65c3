import type { Plugin } from 'esbuild'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Modules that only hand on what others export, as tables of getters: in the bundle a module runs when something of it is used, not when
 * it is imported. The schemas of the API's forty kinds take a third of what a process of the provider takes to load, and it is asked about a few.
 */

const HANDED_ON = /^export (?:\*|\{([^}]*)\}) from '([^']+)'$/gm

/** @throws Error for a file that does more than hand on */
const statementsOf = (file: string): readonly (readonly [names: readonly string[] | undefined, from: string])[] => {
  const text = readFileSync(file, 'utf8')
  const rest = text.replace(HANDED_ON, '').replace(/\/\*\*.*?\*\//gs, '')
  if (rest.trim() !== '') throw new Error(`${file} does more than hand on what others export: ${rest.trim()}`)
  return [...text.matchAll(HANDED_ON)].map(([, names, from = '']) => [
    names
      ?.split(',')
      .map((name) => name.trim())
      // Types are not there at run time.
      .filter((name) => name !== '' && !name.startsWith('type ')),
    from,
  ])
}

const exportsOf = async (file: string): Promise<readonly string[]> =>
  Object.keys((await import(pathToFileURL(file).href)) as object)

/** What is got is kept; except while a circle of imports has not come to it yet. */
const PRELUDE = `
const hand = (name, get) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => {
  const value = get()
  if (value !== undefined) Object.defineProperty(exports, name, { enumerable: true, value })
  return value
} })
Object.defineProperty(exports, '__esModule', { value: true })`

const tableOf = async (file: string): Promise<string> => {
  const lines = [PRELUDE]
  for (const [names, from] of statementsOf(file))
    for (const name of names ?? (await exportsOf(join(dirname(file), from))))
      lines.push(`hand('${name}', () => require('${from}').${name})`)
  return lines.join('\n')
}

const NAMESPACE = 'lazy-barrel'

/** @param barrels files, by what imports of them end in */
export const lazyBarrels = (barrels: Readonly<Record<string, string>>): Plugin => ({
  name: NAMESPACE,
  setup: (building) => {
    for (const [imported, file] of Object.entries(barrels))
      // In a namespace of their own, because the folder's package.json says that its files are ES modules.
      building.onResolve({ filter: new RegExp(`(?:^|/)${imported.replaceAll('.', '\\.')}$`) }, () => ({
        path: file,
        namespace: NAMESPACE,
      }))
    building.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({
      contents: await tableOf(path),
      resolveDir: dirname(path),
    }))
  },
})
