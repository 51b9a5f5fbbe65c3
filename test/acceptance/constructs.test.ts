import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { networkRoutes, projectRoutes, subnetRoutes } from '@quantumnet/api'
import { buildMirror, type Mirror } from '../provider/mirror.ts'
import { Workspace } from '../provider/terraform.ts'
import { startRealApi } from './real-api.ts'
import type { Api } from './suite.ts'

/** The example app of the constructs, from TypeScript to the API, with the provider as it is shipped. */

jest.setTimeout(120_000)

const ROOT = join(import.meta.dirname, '../..')
const APP = join(ROOT, 'examples/cdktf/main.ts')

let api: Api
let mirror: Mirror
let workspace: Workspace

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

beforeAll(async () => {
  api = await startRealApi()
  mirror = buildMirror('022')
  const { project, network } = await makeGiven()
  workspace = await Workspace.make({
    ...mirror.environment,
    QUANTUMNET_ENDPOINT: api.endpoint,
    QUANTUMNET_TOKEN: api.token,
    TF_VAR_project: project,
    TF_VAR_external_network: network,
  })
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', APP], { cwd: workspace.folder })
  await cp(join(workspace.folder, 'cdktf.out/stacks/shop'), workspace.folder, { recursive: true })
})
afterAll(async () => {
  await workspace.remove()
  mirror.remove()
  await api.close()
})

describe('the example of the constructs', () => {
  it('is the one that their README shows', () => {
    expect(readFileSync(join(ROOT, 'constructs/README.md'), 'utf8')).toContain(readFileSync(APP, 'utf8'))
  })

  it('is valid', async () => {
    await workspace.succeed('init')
    await workspace.succeed('validate')
  })

  it('is applied, and then there is nothing to do', async () => {
    await workspace.apply()
    expect(await workspace.planned()).toEqual([])
    const { stdout } = await workspace.succeed('output', '-raw', 'address')
    expect(stdout).toMatch(/^10\.0\.0\.\d+$/)
    const types = (await workspace.state()).map(({ address }) => address.split('.')[0])
    expect(types.filter((type) => type === 'quantumnet_security_group_rule')).toHaveLength(5)
    expect(types.filter((type) => type === 'quantumnet_load_balancer_member')).toHaveLength(2)
  })

  it('leaves nothing behind when it is destroyed', async () => {
    await workspace.succeed('destroy', '-auto-approve')
    const { items } = await api.client.call(networkRoutes.list, {})
    expect(items.map(({ name }) => name)).toEqual(['internet'])
  })
})
