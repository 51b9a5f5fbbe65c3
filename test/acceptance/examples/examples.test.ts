import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { networkRoutes, portRoutes, projectRoutes } from '@quantumnet/api'
import type { Workspace } from '../../provider/terraform.ts'
import { startRealApi } from '../real-api.ts'
import type { Api } from '../suite.ts'
import { estateOf } from './estate-of.ts'
import { exampleFile, openExample, type Language } from './example.ts'
import { makeGiven } from './given.ts'
import { startProviders, type Providers } from './providers.ts'

/** Every example: applied for real with the packaged provider, its outputs, nothing left to do, and nothing left after it. One server for all of them. */

jest.setTimeout(120_000)

let api: Api
let providers: Providers
let environment: Readonly<Record<string, string>>
let workspace: Workspace | undefined

beforeAll(async () => {
  api = await startRealApi()
  providers = await startProviders()
  const { project, externalNetwork } = await makeGiven(api.client)
  environment = {
    ...providers.environment,
    QUANTUMNET_ENDPOINT: api.endpoint,
    QUANTUMNET_TOKEN: api.token,
    TF_VAR_project: project,
    TF_VAR_external_network: externalNetwork,
  }
})
afterAll(async () => {
  await providers.end()
  await api.close()
})
afterEach(async () => {
  // What a failure left; after success there is nothing.
  await workspace?.run('destroy', '-auto-approve')
  await workspace?.remove()
  workspace = undefined
})

/** Names of what there is, beside what was given. */
const namesLeft = async (): Promise<readonly string[]> => {
  const lists = [projectRoutes.list, networkRoutes.list, portRoutes.list]
  const found = await Promise.all(lists.map(async (list) => (await api.client.call(list, {})).items))
  return found
    .flat()
    .map(({ name }) => name)
    .filter((name) => !['carrier', 'tenant', 'internet'].includes(name))
}

interface Applied {
  readonly outputs: Readonly<Record<string, unknown>>
  readonly estate: readonly string[]
  /** A file that it wrote, read as JSON. */
  readonly read: (path: string) => unknown
}

/** From nothing to all of it and back. @throws Error when one step fails, or the second plan would do anything */
const runThrough = async (
  name: string,
  language: Language,
  inspect: (applied: Applied) => void,
): Promise<readonly string[]> => {
  const opened = await openExample(name, language, environment)
  workspace = opened
  if (language === 'hcl') await opened.succeed('fmt', '-check')
  await opened.succeed('init')
  await opened.succeed('validate')
  await opened.apply()
  expect(await opened.planned()).toEqual([])
  const shown = JSON.parse((await opened.succeed('output', '-json')).stdout) as Record<string, { value: unknown }>
  const estate = estateOf(await opened.state())
  inspect({
    outputs: Object.fromEntries(Object.entries(shown).map(([key, { value }]) => [key, value])),
    estate,
    read: (path) => JSON.parse(readFileSync(join(opened.folder, path), 'utf8')) as unknown,
  })
  await opened.succeed('destroy', '-auto-approve')
  expect(await namesLeft()).toEqual([])
  return estate
}

/** In both languages, and they make the same. */
const inBoth = async (name: string, inspect: (applied: Applied) => void): Promise<void> => {
  const hcl = await runThrough(name, 'hcl', inspect)
  const cdktf = await runThrough(name, 'cdktf', inspect)
  expect(cdktf).toEqual(hcl)
}

const ID = expect.stringMatching(/^[0-9a-f-]{36}$/)
const MAC = expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/)
const inBlock = (prefix: string): unknown => expect.stringMatching(new RegExp(`^${prefix.replaceAll('.', '\\.')}\\d+$`))

describe('an example', () => {
  it('quickstart', async () => {
    const vm = (name: string, node: string): object => ({
      ...{ id: ID, interface_id: ID, mac: MAC, address: inBlock('10.0.0.'), node, fqdn: `${name}.demo.internal` },
    })
    await inBoth('quickstart', ({ outputs }) => {
      expect(outputs).toEqual({ vms: { vm1: vm('vm1', 'hv1'), vm2: vm('vm2', 'hv2') } })
    })
  })

  it('three-tier', async () => {
    const vm = (block: string): object => ({ id: ID, address: inBlock(block) })
    await inBoth('three-tier', ({ outputs, estate }) => {
      expect(outputs).toEqual({
        address: inBlock('203.0.113.'),
        web: { web1: vm('10.0.1.'), web2: vm('10.0.1.') },
        app: { app1: vm('10.0.2.'), app2: vm('10.0.2.') },
        db: { db1: vm('10.0.3.') },
      })
      expect(estate).toHaveLength(34)
    })
  })

  it('multi-project', async () => {
    const vm = (name: string, project: string, block: string): object => ({
      [name]: { id: ID, address: inBlock(block), fqdn: `${name}.${project}.internal` },
    })
    await inBoth('multi-project', ({ outputs, read }) => {
      expect(outputs).toEqual({
        vms: {
          ...{ ...vm('mirror', 'platform', '10.0.0.'), ...vm('web', 'shop', '10.64.1.') },
          ...{ ...vm('api', 'billing', '10.64.2.'), ...vm('trial', 'sandbox', '10.64.3.') },
        },
      })
      for (const team of ['shop', 'billing', 'sandbox'])
        expect(read(`handover/${team}.json`)).toEqual({ network: ID, subnet: ID, router: ID })
    })
  })

  it('patterns', async () => {
    await runThrough('patterns', 'cdktf', ({ outputs }) => {
      expect(outputs).toEqual({ bastion: inBlock('203.0.113.'), api: '10.0.0.100' })
    })
  })

  it('api', async () => {
    const run = async (command: string, token = api.token): Promise<string> => {
      const env = { ...process.env, QUANTUMNET_ENDPOINT: api.endpoint, QUANTUMNET_TOKEN: token }
      return (await promisify(execFile)(exampleFile('api/estate.sh'), [command], { env })).stdout
    }
    const made = await run('up')
    expect(JSON.parse(made)).toEqual({
      ...{ id: ID, interface_id: ID, mac: MAC, address: inBlock('10.0.0.'), fqdn: 'web1.curl.internal' },
    })
    expect(await run('up')).toBe(made)
    await run('down')
    expect(await namesLeft()).toEqual([])
    await run('down')
    await expect(run('up', 'wrong')).rejects.toMatchObject({
      stderr: expect.stringMatching(/^GET projects\?name=curl: unauthenticated: .+$/m),
    })
  })
})
