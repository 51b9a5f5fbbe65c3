import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { networkRoutes, portRoutes, projectRoutes } from '@quantumnet/api'
import { buildMirror, type Mirror } from '../provider/mirror.ts'
import { Workspace } from '../provider/terraform.ts'
import { startRealApi } from './real-api.ts'
import type { Api } from './suite.ts'

/** The first thing that a new user runs, with the provider as it is shipped. */

jest.setTimeout(60_000)

const EXAMPLE = join(import.meta.dirname, '../../examples/quickstart')

let api: Api
let mirror: Mirror
let workspace: Workspace

beforeAll(async () => {
  api = await startRealApi()
  mirror = buildMirror('022')
  workspace = await Workspace.make({
    ...mirror.environment,
    QUANTUMNET_ENDPOINT: api.endpoint,
    QUANTUMNET_TOKEN: api.token,
  })
  await cp(EXAMPLE, workspace.folder, { recursive: true })
})
afterAll(async () => {
  await workspace.remove()
  mirror.remove()
  await api.close()
})

interface VmInterface {
  readonly id: string
  readonly interface_id: string
}

describe('the quickstart', () => {
  it('is formatted and valid', async () => {
    await workspace.succeed('fmt', '-check', '-recursive')
    await workspace.succeed('init')
    await workspace.succeed('validate')
  })

  it('makes two interfaces on two hypervisors, and tells what their VMs need', async () => {
    await workspace.apply()
    expect(await workspace.planned()).toEqual([])
    const { stdout } = await workspace.succeed('output', '-json', 'vms')
    const vms = JSON.parse(stdout) as Record<string, VmInterface>
    const interfaceOf = (name: string, node: string, address: unknown): object => ({
      id: vms[name]?.id,
      interface_id: vms[name]?.id,
      mac: expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/),
      address,
      node,
      fqdn: `${name}.demo.internal`,
    })
    const anyAddress = expect.stringMatching(/^10\.0\.0\.[34]$/)
    expect(vms).toEqual({ vm1: interfaceOf('vm1', 'hv1', anyAddress), vm2: interfaceOf('vm2', 'hv2', anyAddress) })
  })

  it('leaves nothing behind when it is destroyed', async () => {
    await workspace.succeed('destroy', '-auto-approve')
    for (const { list } of [projectRoutes, networkRoutes, portRoutes])
      expect((await api.client.call(list, {})).items).toEqual([])
  })
})
