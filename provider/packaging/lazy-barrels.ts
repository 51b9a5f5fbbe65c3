import type { Plugin } from 'esbuild'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Modules that only hand on what others export, as tables of getters: in the bundle a module runs when something of it is used, not when
 * it is imported. The schemas of the API's forty kinds take a third of what a process of the provider takes to load, and it is asked about a few.
 */

const HANDED_ON = /^export (type )?(?:\*|\{([^}]*)\}) from '([^']+)'$/gm
const COMMENT = /\/\*.*?\*\/|^\/\/.*$/gms

interface HandedOn {
  readonly from: string
  /** as they are there, and as they are handed on; undefined: all */
  readonly names: readonly (readonly [name: string, as: string])[] | undefined
}

const namesOf = (list: string): HandedOn['names'] =>
  list
    .split(',')
    .map((item) => item.trim())
    // Types are not there at run time.
    .filter((item) => item !== '' && !item.startsWith('type '))
    .map((item) => {
      const [name = '', as = name] = item.split(' as ')
      return [name, as]
    })

/** @throws Error for a file that does more than hand on */
const statementsOf = (file: string): readonly HandedOn[] => {
  const text = readFileSync(file, 'utf8').replace(COMMENT, '')
  const rest = text.replace(HANDED_ON, '').trim()
  if (rest !== '') throw new Error(`${file} does more than hand on what others export, or in a way not known: ${rest}`)
  return [...text.matchAll(HANDED_ON)]
    .filter(([, type]) => type === undefined)
    .map(([, , names, from = '']) => ({ from, names: names === undefined ? undefined : namesOf(names) }))
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
  for (const { names, from } of statementsOf(file)) {
    const all = names ?? (await exportsOf(join(dirname(file), from))).map((name) => [name, name] as const)
    for (const [name, as] of all) lines.push(`hand('${as}', () => require('${from}').${name})`)
  }
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
