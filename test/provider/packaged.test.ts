import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { ApiDouble, TOKEN } from './api-double.ts'
import { serveInProcess } from './in-process.ts'
import { buildMirror, nodeFolders, pathWithNode, type Mirror } from './mirror.ts'
import { Workspace } from './terraform.ts'

/** The package as users get it: what must be in it, and that it starts wherever it may be put. */

jest.setTimeout(60_000)

const double = new ApiDouble()
let mirror: Mirror

beforeAll(async () => {
  await double.start()
  mirror = buildMirror('077')
})
afterAll(async () => {
  mirror.remove()
  await double.stop()
})

const VERSION = '0.1.0'
const EXECUTABLE = `terraform-provider-quantumnet_v${VERSION}`
const environment = (): Record<string, string> => ({
  ...mirror.environment,
  QUANTUMNET_ENDPOINT: double.endpoint,
  QUANTUMNET_TOKEN: TOKEN,
})

const withWorkspace = async (
  more: Readonly<Record<string, string>>,
  use: (workspace: Workspace) => Promise<void>,
): Promise<void> => {
  const workspace = await Workspace.make({ ...environment(), ...more })
  try {
    await workspace.configure('resource "quantumnet_project" "a" {\n name = "a"\n}')
    await use(workspace)
  } finally {
    await workspace.remove()
  }
}

describe('the package', () => {
  it('stands in the mirror for both registries and both architectures, and can be run whatever the umask was', () => {
    for (const registry of ['registry.terraform.io', 'registry.opentofu.org'])
      for (const platform of ['linux_amd64', 'linux_arm64']) {
        const folder = join(mirror.folder, registry, 'quantumnet/quantumnet', VERSION, platform)
        expect(readdirSync(folder).sort()).toEqual([
          'CHANGELOG.md',
          'THIRD-PARTY-LICENSES',
          'package.json',
          'provider.cjs',
          EXECUTABLE,
        ])
        expect(statSync(join(folder, EXECUTABLE)).mode & 0o777).toBe(0o755)
      }
  })

  it('says in words what it is when it is run by hand', () => {
    const file = join(mirror.folder, 'registry.terraform.io/quantumnet/quantumnet', VERSION, 'linux_amd64', EXECUTABLE)
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', env: {} })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain('This is a Terraform provider')
  })
})

describe('the schema that the package tells', () => {
  const schemaBy = async (environment: Readonly<Record<string, string>>): Promise<unknown> => {
    const workspace = await Workspace.make(environment)
    try {
      await workspace.configure('')
      await workspace.succeed('init')
      return JSON.parse((await workspace.succeed('providers', 'schema', '-json')).stdout) as unknown
    } finally {
      await workspace.remove()
    }
  }

  it('is that of the sources, though it was made when the package was', async () => {
    const serving = await serveInProcess()
    const [packaged, inProcess] = [await schemaBy(environment()), await schemaBy(serving.environment)]
    await serving.close()
    expect(JSON.stringify(packaged)).toContain('quantumnet_load_balancer_member')
    expect(packaged).toEqual(inProcess)
  })
})

const [ours, machines] = nodeFolders()
if (machines === undefined)
  process.stderr.write('skipped, for want of a Node ≥ 20 of the machine beside the pinned one\n')

describe.each([
  ['the pinned Node', ours],
  ["the machine's Node", machines],
])('with %s', (_, folder) => {
  const path = { PATH: pathWithNode(folder ?? ours) }
  const test = folder === undefined ? it.skip : it

  test('is installed, creates over mutual TLS, and destroys', async () => {
    await withWorkspace(path, async (workspace) => {
      await workspace.succeed('init')
      await workspace.apply()
      expect(await workspace.planned()).toEqual([])
      await workspace.succeed('destroy', '-auto-approve')
    })
  })

  test('keeps its time limits, however often garbage is collected', async () => {
    const collecting = join(mirror.folder, 'collecting.cjs')
    writeFileSync(
      collecting,
      `require('node:v8').setFlagsFromString('--expose-gc')
      setInterval(require('node:vm').runInNewContext('gc'), 20).unref()`,
    )
    await withWorkspace({ ...path, QUANTUMNET_PROVIDER_NODE_OPTIONS: `--require ${collecting}` }, async (workspace) => {
      await workspace.configure('resource "quantumnet_project" "a" {\n name = "a"\n timeouts {\n create = "2s"\n }\n}')
      await workspace.succeed('init')
      double.moods.busy = true
      const began = performance.now()
      const { text } = await workspace.fail('apply', '-auto-approve').finally(() => {
        double.moods.busy = false
      })
      expect(text).toContain('until the limit of 2 s')
      expect(performance.now() - began).toBeLessThan(15_000)
    })
  })

  test('works whatever the user has Node load that writes to stdout', async () => {
    const noisy = join(mirror.folder, 'noisy.cjs')
    writeFileSync(noisy, "process.stdout.write('hello\\n')")
    await withWorkspace({ ...path, NODE_OPTIONS: `--require ${noisy}` }, async (workspace) => {
      await workspace.succeed('init')
      expect(await workspace.planned()).toEqual(['create quantumnet_project.a'])
    })
  })

  test('works below a folder whose package.json says "module"', async () => {
    await withWorkspace(path, async (workspace) => {
      // Terraform links an unpacked mirror, so this is where Node looks for a package.json; a zip it unpacks in the workspace.
      const above = join(mirror.folder, 'package.json')
      writeFileSync(above, '{ "type": "module" }')
      await workspace.succeed('init')
      expect(await workspace.planned()).toEqual(['create quantumnet_project.a'])
      rmSync(above)
    })
  })

  test('works without TLS when Terraform asks for that', async () => {
    await withWorkspace({ ...path, TF_DISABLE_PLUGIN_TLS: '1' }, async (workspace) => {
      await workspace.succeed('init')
      expect(await workspace.planned()).toEqual(['create quantumnet_project.a'])
    })
  })

  test('writes lines that Terraform’s log understands', async () => {
    await withWorkspace({ ...path, TF_LOG_PROVIDER: 'debug' }, async (workspace) => {
      await workspace.succeed('init')
      const { stderr } = await workspace.succeed('plan')
      expect(stderr).toMatch(
        /\[DEBUG\] provider\.terraform-provider-quantumnet_v[\d.]+: PlanResourceChange: .*took_ms=\d/,
      )
      expect(stderr).not.toContain(TOKEN)
    })
  })
})
