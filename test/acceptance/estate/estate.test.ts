import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { buildMirror, type Mirror } from '../../provider/mirror.ts'
import { Workspace } from '../../provider/terraform.ts'
import { startRealApi } from '../real-api.ts'
import type { Api } from '../suite.ts'

/**
 * An estate from nothing to all of it and back, in one go each, at Terraform's own parallelism. `ESTATE_TURNS=20` runs it twenty times;
 * whatever has to be repeated by hand fails it.
 */

const TURNS = Number(process.env['ESTATE_TURNS'] ?? 1)
jest.setTimeout(TURNS * 240_000)

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
  await workspace.configure('')
  await copyFile(join(import.meta.dirname, 'main.tf'), join(workspace.folder, 'estate.tf'))
  await workspace.succeed('init')
})
afterAll(async () => {
  await workspace.remove()
  mirror.remove()
  await api.close()
})

const seconds = (ms: number): string => (ms / 1000).toFixed(1)

describe('an estate of 3 projects', () => {
  it.each(Array.from({ length: TURNS }, (_, turn) => turn + 1))('comes and goes in one go (turn %i)', async () => {
    const applied = await workspace.apply()
    expect(applied.stdout).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./)
    const again = await workspace.succeed('plan', '-detailed-exitcode')
    expect(again.stdout).toContain('No changes.')
    const destroyed = await workspace.succeed('destroy', '-auto-approve')
    expect(await workspace.state()).toEqual([])
    process.stdout.write(
      `estate: apply ${seconds(applied.tookMs)} s, plan ${seconds(again.tookMs)} s, destroy ${seconds(destroyed.tookMs)} s\n`,
    )
  })
})
