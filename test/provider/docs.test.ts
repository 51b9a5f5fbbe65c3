import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import { serveInProcess, type InProcess } from './in-process.ts'
import { Workspace } from './terraform.ts'

/** The examples of the documentation, all together: they refer to each other. */

jest.setTimeout(60_000)

const DOCS = join(import.meta.dirname, '../../provider/docs')

let served: InProcess
let workspace: Workspace

beforeAll(async () => {
  served = await serveInProcess()
  workspace = await Workspace.make(served.environment)
})
afterAll(async () => {
  await workspace.remove()
  await served.close()
})

const examples = async (folder: string): Promise<string[]> => {
  const files = (await readdir(join(DOCS, folder))).sort()
  const texts = await Promise.all(files.map(async (file) => await readFile(join(DOCS, folder, file), 'utf8')))
  return texts.map((text) => /```terraform\n([\s\S]*?)```/.exec(text)?.[1] ?? '')
}

it('are formatted and valid', async () => {
  const all = [...(await examples('resources')), ...(await examples('data-sources'))]
  expect(all.filter((example) => example === '')).toEqual([])
  const external =
    'resource "quantumnet_network" "external" {\n  name             = "external"\n  type             = "external"\n  physical_network = "ext"\n}\n'
  const provider = 'provider "quantumnet" {\n  endpoint = "http://127.0.0.1:1"\n  token    = "t"\n}\n'
  await workspace.configure([...all, external].join('\n'), provider)
  await workspace.succeed('init')
  await workspace.succeed('validate')
  await workspace.succeed('fmt', '-check', '-diff')
})
