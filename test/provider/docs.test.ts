import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { cores } from './cores.ts'
import { serveInProcess, type InProcess } from './in-process.ts'
import { Workspace } from './terraform.ts'

/** The examples of the documentation, all together: they refer to each other. */

jest.setTimeout(60_000)

const DOCS = join(import.meta.dirname, '../../provider/docs')

let served: InProcess
let workspace: Workspace

/** Every example of each page in a folder. */
const examplesOf = async (folder: string): Promise<string[][]> => {
  const files = (await readdir(join(DOCS, folder))).sort()
  const texts = await Promise.all(files.map(async (file) => await readFile(join(DOCS, folder, file), 'utf8')))
  return texts.map((text) => [...text.matchAll(/```terraform\n([\s\S]*?)```/g)].map(([, example = '']) => example))
}

const firstOf = async (folder: string): Promise<string[]> =>
  (await examplesOf(folder)).map(([example]) => {
    expect(example).toBeDefined()
    return example ?? ''
  })

const EXTERNAL = `resource "quantumnet_network" "external" {
  name             = "external"
  type             = "external"
  physical_network = "ext"
}
`
const PROVIDER = 'provider "quantumnet" {\n  endpoint = "http://127.0.0.1:1"\n  token    = "t"\n}\n'
const FOLDERS = ['resources', 'data-sources', 'ephemeral-resources', 'functions']

/** Writes what all pages show first, and more beside it. */
const configure = async (more: readonly string[]): Promise<void> => {
  const all = await Promise.all(FOLDERS.map(firstOf))
  await workspace.configure([...all.flat(), EXTERNAL, ...more].join('\n'), PROVIDER)
}

/** Import blocks of resources' pages: by the id, or by the identity. */
const imports = async (by: 'id' | 'identity'): Promise<string[]> => {
  const pages = await examplesOf('resources')
  return pages.flatMap((examples) =>
    examples.filter((text) => new RegExp(`^ +${by} +=`, 'm').test(text) && text.startsWith('import')),
  )
}

describe.each(cores())('with $name, examples', (core) => {
  beforeEach(async () => {
    served = await serveInProcess()
    workspace = await Workspace.make(served.environment, core.binary)
  })
  afterEach(async () => {
    await workspace.remove()
    await served.close()
  })

  it('are formatted and valid', async () => {
    await configure(await imports('id'))
    await workspace.succeed('init')
    await workspace.succeed('validate')
    await workspace.succeed('fmt', '-check', '-diff')
  })

  // A program that knows no queries has nothing to skip.
  if (!core.lists) return
  it('of queries and identities are formatted and valid', async () => {
    await configure(await imports('identity'))
    await workspace.write('all.tfquery.hcl', (await firstOf('list-resources')).join('\n'))
    await workspace.succeed('init')
    await workspace.succeed('validate', '-query')
    await workspace.succeed('fmt', '-check', '-diff')
  })
})
