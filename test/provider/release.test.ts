import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { selfSigned } from '@quantumnet/provider'
import { startRealApi } from '../acceptance/real-api.ts'
import type { Api } from '../acceptance/suite.ts'
import { cores, type Core } from './cores.ts'
import { nodeFolders, pathWithNode } from './mirror.ts'
import { Workspace } from './terraform.ts'

/** A release of the provider, as users install it: from a folder of zip files, and from the API's own server over HTTPS. */

jest.setTimeout(60_000)

const ROOT = join(import.meta.dirname, '../..')
const EXECUTABLE = 'terraform-provider-quantumnet_v0.1.0'
const PACKAGE = 'terraform-provider-quantumnet_0.1.0_linux_amd64.zip'
const [ours] = nodeFolders()

let release: string
let api: Api
let proxy: Server

/** @returns the umask's and the time's trace in it: none */
const build = (folder: string): void => {
  const script = `umask 077; exec "${process.execPath}" "${join(ROOT, 'provider/build.ts')}" --no-standalone --release "${folder}"`
  const { status, stderr } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the provider was not built:\n${stderr}`)
}

/** TLS in front of the server, as in production. */
const startProxy = async (endpoint: string): Promise<Server> => {
  const { certPem, keyPem } = selfSigned(new Date(performance.timeOrigin + performance.now()))
  writeFileSync(join(release, 'ca.pem'), certPem)
  const server = createServer({ cert: certPem, key: keyPem }, (asked, answer) => {
    const forwarded = request(new URL(asked.url ?? '', endpoint), { method: asked.method }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers)
      got.pipe(answer)
    })
    asked.pipe(forwarded)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

beforeAll(async () => {
  release = mkdtempSync(join(tmpdir(), 'qn-release-'))
  build(release)
  api = await startRealApi({ providerMirror: release })
  proxy = await startProxy(api.endpoint)
})
afterAll(async () => {
  proxy.closeAllConnections()
  await new Promise((resolve) => proxy.close(resolve))
  await api.close()
  rmSync(release, { recursive: true, force: true })
})

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('a release', () => {
  const place = (): string => join(release, 'registry.terraform.io/quantumnet/quantumnet')

  it('has a package for each platform, with its checksum', () => {
    const sums = readFileSync(join(release, 'terraform-provider-quantumnet_0.1.0_SHA256SUMS'), 'utf8')
    expect(sums).toContain(`${sha256(join(place(), PACKAGE))}  ${PACKAGE}\n`)
    expect(sums.split('\n').length).toBe(3)
    expect(JSON.parse(readFileSync(join(place(), '0.1.0.json'), 'utf8'))).toMatchObject({
      archives: { linux_amd64: { url: PACKAGE, hashes: [`zh:${sha256(join(place(), PACKAGE))}`] } },
    })
  })

  it('is the same, byte by byte, when it is built again: lock files hold its checksum', () => {
    const again = mkdtempSync(join(tmpdir(), 'qn-release-'))
    build(again)
    expect(sha256(join(again, 'registry.opentofu.org/quantumnet/quantumnet', PACKAGE))).toBe(
      sha256(join(place(), PACKAGE)),
    )
    rmSync(again, { recursive: true })
  })
})

/** Installs the provider from there, uses it, and looks what was unpacked. */
const expectInstalled = async (
  core: Core,
  installation: string,
  environment: Record<string, string>,
): Promise<void> => {
  const config = mkdtempSync(join(tmpdir(), 'qn-rc-'))
  writeFileSync(join(config, 'terraform.rc'), `provider_installation {\n${installation}\n}\n`)
  const workspace = await Workspace.make(
    {
      PATH: pathWithNode(ours),
      TF_CLI_CONFIG_FILE: join(config, 'terraform.rc'),
      QUANTUMNET_ENDPOINT: api.endpoint,
      QUANTUMNET_TOKEN: api.token,
      ...environment,
    },
    core.binary,
  )
  try {
    // A user's own project, whose scripts are ES modules: packages are unpacked below it.
    await workspace.write('package.json', '{ "type": "module" }')
    await workspace.configure('resource "quantumnet_project" "a" {\n  name = "a"\n}')
    await workspace.succeed('init')
    await workspace.apply()
    expect(await workspace.planned()).toEqual([])
    await workspace.succeed('destroy', '-auto-approve')
    const registry = core.name.startsWith('tofu') ? 'registry.opentofu.org' : 'registry.terraform.io'
    const unpacked = join(workspace.folder, '.terraform/providers', registry, 'quantumnet/quantumnet/0.1.0/linux_amd64')
    expect(readdirSync(unpacked).sort()).toEqual([
      'CHANGELOG.md',
      'THIRD-PARTY-LICENSES',
      'package.json',
      'provider.cjs',
      EXECUTABLE,
    ])
    expect(statSync(join(unpacked, EXECUTABLE)).mode & 0o111).toBe(0o111)
  } finally {
    await workspace.remove()
    rmSync(config, { recursive: true })
  }
}

describe.each(cores())('with $name', (core) => {
  it('is installed from a folder, below a project of ES modules', async () => {
    await expectInstalled(core, `filesystem_mirror {\n path = "${release}"\n}`, {})
  })

  it('is installed from the API’s server, whose checksums it verifies', async () => {
    const { port } = proxy.address() as AddressInfo
    const url = `https://localhost:${String(port)}/terraform/providers/`
    await expectInstalled(core, `network_mirror {\n url = "${url}"\n}`, { SSL_CERT_FILE: join(release, 'ca.pem') })
  })
})

describe('the server', () => {
  it.each([
    '/terraform/providers/',
    '/terraform/providers/../../../etc/passwd',
    '/terraform/providers/%2e%2e/%2e%2e/etc/passwd',
    '/terraform/providers/registry.terraform.io',
    '/terraform/providers/ca.pem',
  ])('serves nothing at %s', async (path) => {
    const { hostname, port } = new URL(api.endpoint)
    const status = await new Promise((resolve, reject) => {
      request({ hostname, port, path }, (got) => {
        got.resume()
        resolve(got.statusCode)
      })
        .once('error', reject)
        .end()
    })
    expect(status).toBe(404)
  })
})
