import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { networkRoutes, projectRoutes, subnetRoutes } from '@quantumnet/api'
import { defaultBinary } from '../provider/cores.ts'
import { buildMirror, type Mirror } from '../provider/mirror.ts'
import { Workspace } from '../provider/terraform.ts'
import { Project, Tarballs } from './constructs/project.ts'
import { startRealApi } from './real-api.ts'
import type { Api } from './suite.ts'

/** The constructs as they are packed, in an empty project: the README's example, from TypeScript to the API, with the provider as it is shipped. */

jest.setTimeout(240_000)

const ROOT = join(import.meta.dirname, '../..')

let api: Api
let mirror: Mirror
let tarballs: Tarballs

/** What whoever runs the platform has made: a project, and an external network that is shared with it. */
const makeGiven = async (): Promise<{ project: string; network: string }> => {
  const [owner, tenant] = await Promise.all(
    ['platform', 'shop'].map(async (name) => await api.client.call(projectRoutes.create, { body: { name } })),
  )
  const { id: network } = await api.client.call(networkRoutes.create, {
    body: {
      ...{ project: owner!.id, name: 'internet', type: 'external', physical_network: 'ext' },
      shared_with: [tenant!.id],
    },
  })
  await api.client.call(subnetRoutes.create, { body: { network, name: 'internet', cidr: '203.0.113.0/24' } })
  return { project: tenant!.id, network }
}

let given: Awaited<ReturnType<typeof makeGiven>>

beforeAll(async () => {
  tarballs = new Tarballs()
  mirror = buildMirror('022')
  // Last, because a server that is left running when one of the others fails keeps jest from ending.
  api = await startRealApi()
  given = await makeGiven()
})
afterAll(async () => {
  await api.close()
  mirror.remove()
  tarballs.remove()
})

describe('the example of the constructs', () => {
  it('is the one that their README shows', () => {
    const app = readFileSync(join(ROOT, 'examples/cdktf/main.ts'), 'utf8')
    expect(readFileSync(join(ROOT, 'constructs/README.md'), 'utf8')).toContain(app)
  })
})

describe.each([
  ['@quantumnet/constructs', 'cdktf'],
  ['@quantumnet/constructs-cdktn', 'cdktn'],
])('%s, packed and installed into an empty project', (name, framework) => {
  let project: Project
  let workspace: Workspace

  beforeAll(async () => {
    project = new Project()
    workspace = await Workspace.make({
      ...mirror.environment,
      QUANTUMNET_ENDPOINT: api.endpoint,
      QUANTUMNET_TOKEN: api.token,
      TF_VAR_project: given.project,
      TF_VAR_external_network: given.network,
    })
    project.install(...[name, framework, 'constructs'].map((each) => tarballs.path(each)))
  })
  afterAll(async () => {
    await workspace.remove()
    project.remove()
  })

  const inPackage = (file: string): string => project.read(join('node_modules', name, file))

  it('needs nothing but its peers, and fits to them', () => {
    expect(project.problems()).toEqual([])
    const manifest = JSON.parse(inPackage('package.json')) as Record<string, unknown>
    expect(Object.keys(manifest['peerDependencies'] as object)).toEqual([framework, 'constructs'])
    expect(manifest).not.toHaveProperty('dependencies')
    expect(inPackage('LICENSE')).toContain('Apache License')
    expect(inPackage('THIRD-PARTY-LICENSES')).toMatch(/^zod\n/)
  })

  it('has the version of the provider', () => {
    const { version } = JSON.parse(inPackage('package.json')) as { version: string }
    const provider = JSON.parse(readFileSync(join(ROOT, 'provider/package.json'), 'utf8')) as { version: string }
    expect(version).toBe(provider.version)
  })

  it('is typed for each way in which TypeScript looks for modules', () => {
    const uses = [
      `import { Network } from '${name}'`,
      `import { NetworkResource } from '${name}/bindings'`,
      `import { quantumnetMatchers } from '${name}/testing'`,
      'export const [made, type]: [new (...args: never) => unknown, string] = [Network, NetworkResource.tfResourceType]',
      'export const matchers: object = quantumnetMatchers()',
      '// @ts-expect-error A name is text: types of the package are read, and are not any.',
      'export const wrong = (scope: Network) => new Network(scope, "a", { name: 1 })',
    ].join('\n')
    project.write('uses.ts', uses)
    const check = ['--noEmit', '--exactOptionalPropertyTypes']
    project.compile('uses.ts', ...check, '--module', 'commonjs', '--moduleResolution', 'node10')
    project.compile('uses.ts', ...check, '--module', 'nodenext')
  })

  it('is loaded by require and by import', () => {
    const says = "[typeof Network, typeof NetworkResource, typeof quantumnetMatchers].join(' ')"
    const [all, bindings, testing] = ['', '/bindings', '/testing'].map((entry) => JSON.stringify(`${name}${entry}`))
    project.write(
      'loads.cjs',
      `const { Network } = require(${all!}), { NetworkResource } = require(${bindings!}), { quantumnetMatchers } = require(${testing!})
      process.stdout.write(${says})`,
    )
    project.write(
      'loads.mjs',
      `import { Network } from ${all!}; import { NetworkResource } from ${bindings!}; import { quantumnetMatchers } from ${testing!}
      process.stdout.write(${says})`,
    )
    expect(project.node('loads.cjs')).toBe('function function function')
    expect(project.node('loads.mjs')).toBe('function function function')
  })

  it('has matchers that ask Terraform', () => {
    const options = JSON.stringify({ terraform: defaultBinary(), mirror: mirror.folder })
    project.write(
      'valid.cjs',
      `const { TerraformStack, Testing } = require('${framework}'), { Network, QuantumnetProvider } = require('${name}')
      const stack = new TerraformStack(Testing.app(), 'stack')
      new QuantumnetProvider(stack, 'quantumnet')
      new Network(stack, 'net')
      const { pass, message } = require('${name}/testing').quantumnetMatchers(${options}).toBeValidTerraform(stack)
      process.stdout.write(pass ? 'valid' : message())`,
    )
    expect(project.node('valid.cjs')).toBe('valid')
  })

  it('makes a valid stack of the example in its README', async () => {
    const [, app] = /```ts\n([\s\S]*?)```/.exec(inPackage('README.md')) ?? []
    project.write('main.ts', app!)
    project.compile('main.ts', '--module', 'commonjs', '--moduleResolution', 'node10')
    project.node('main.js')
    project.copyTo(workspace.folder, 'cdktf.out/stacks/shop')
    await workspace.succeed('init')
    await workspace.succeed('validate')
  })

  it('is applied, and then there is nothing to do', async () => {
    await workspace.apply()
    expect(await workspace.planned()).toEqual([])
    const { stdout } = await workspace.succeed('output', '-raw', 'address')
    expect(stdout).toMatch(/^10\.0\.0\.\d+$/)
    const state = await workspace.state()
    const types = state.map(({ address }) => address.split('.')[0])
    expect(types.filter((type) => type === 'quantumnet_security_group_rule')).toHaveLength(5)
    expect(types.filter((type) => type === 'quantumnet_load_balancer_member')).toHaveLength(2)
    const labels = state.flatMap(({ values }) => ('labels' in values ? [values['labels']] : []))
    expect(labels.length).toBeGreaterThan(15)
    expect(new Set(labels.map((each) => JSON.stringify(each)))).toEqual(new Set(['{"application":"shop"}']))
  })

  it('leaves nothing behind when it is destroyed', async () => {
    await workspace.succeed('destroy', '-auto-approve')
    const { items } = await api.client.call(networkRoutes.list, {})
    expect(items.map((network) => network.name)).toEqual(['internet'])
  })
})
