import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { ApiDouble, TOKEN } from './api-double.ts'
import { cores, type Core } from './cores.ts'
import { Workspace } from './terraform.ts'

/** The provider with Node in it, on a machine that has no Node. */

jest.setTimeout(180_000)

const ROOT = join(import.meta.dirname, '../..')
const PLATFORM = process.arch === 'arm64' ? 'linux_arm64' : 'linux_amd64'

const double = new ApiDouble()
let release: string

beforeAll(async () => {
  release = mkdtempSync(join(tmpdir(), 'qn-release-'))
  execFileSync(process.execPath, [...[join(ROOT, 'provider/build.ts'), '--release', release, '--platform', PLATFORM]])
  await double.start()
})
afterAll(async () => {
  await double.stop()
  rmSync(release, { recursive: true, force: true })
})

/** A folder in which there is that program, and nothing else. */
const pathWith = (core: Core): string => {
  const folder = mkdtempSync(join(tmpdir(), 'qn-path-'))
  const binary = core.binary.includes('/')
    ? core.binary
    : execFileSync('which', [core.binary], { encoding: 'utf8' }).trim()
  symlinkSync(binary, join(folder, basename(core.binary)))
  return folder
}

describe.each(cores())('with $name and without Node', (core) => {
  it('is installed, creates over mutual TLS, and destroys, whatever the user has Node load', async () => {
    const [path, mirror] = [pathWith(core), join(release, 'standalone')]
    const config = join(path, 'terraform.rc')
    writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`)
    const noisy = join(path, 'noisy.cjs')
    writeFileSync(noisy, "process.stdout.write('hello\\n')")
    const environment = {
      PATH: path,
      NODE_OPTIONS: `--require ${noisy}`,
      TF_CLI_CONFIG_FILE: config,
      QUANTUMNET_ENDPOINT: double.endpoint,
      QUANTUMNET_TOKEN: TOKEN,
    }
    const workspace = await Workspace.make(environment, join(path, basename(core.binary)))
    try {
      await workspace.configure('resource "quantumnet_project" "a" {\n  name = "a"\n}')
      await workspace.succeed('init')
      await workspace.apply()
      expect(await workspace.planned()).toEqual([])
      await workspace.succeed('destroy', '-auto-approve')

      const registry = core.name.startsWith('tofu') ? 'registry.opentofu.org' : 'registry.terraform.io'
      const unpacked = join(
        workspace.folder,
        `.terraform/providers/${registry}/quantumnet/quantumnet/0.1.0/${PLATFORM}`,
      )
      const executable = 'terraform-provider-quantumnet_v0.1.0'
      const licence = `LICENSE-NODE-${process.version.slice(1)}`
      expect(readdirSync(unpacked).sort()).toEqual(['CHANGELOG.md', licence, 'THIRD-PARTY-LICENSES', executable])
      expect(statSync(join(unpacked, executable)).mode & 0o755).toBe(0o755)
      expect(readFileSync(join(unpacked, licence), 'utf8')).toContain('Node.js is licensed for use as follows')
    } finally {
      await workspace.remove()
      rmSync(path, { recursive: true })
    }
  })
})
