import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { ApiDouble, TOKEN } from './api-double.ts'
import { buildMirror, providersOf, type Mirror } from './mirror.ts'
import { finished, Workspace } from './terraform.ts'

/** Ctrl-C and worse, with the provider as a process of its own. */

jest.setTimeout(60_000)

let double: ApiDouble
let mirror: Mirror
let workspace: Workspace
/** where providers make their sockets */
let sockets: string

beforeAll(() => {
  sockets = mkdtempSync(join(tmpdir(), 'qn-'))
  mirror = buildMirror('022')
})
afterAll(() => {
  mirror.remove()
  rmSync(sockets, { recursive: true, force: true })
})
beforeEach(async () => {
  double = new ApiDouble()
  await double.start()
  workspace = await Workspace.make({
    ...mirror.environment,
    QUANTUMNET_ENDPOINT: double.endpoint,
    QUANTUMNET_TOKEN: TOKEN,
    TMPDIR: sockets,
  })
  await workspace.configure('resource "quantumnet_project" "a" {\n name = "a"\n}')
  await workspace.succeed('init')
  double.moods.stuck = true
})
afterEach(async () => {
  // Nothing is left to end unless a test has failed.
  for (const pid of providersOf(mirror)) process.kill(pid, 'SIGKILL')
  await workspace.remove()
  await double.stop()
})

/** An apply in a process group of its own, as on a terminal, that waits for its change to be applied. */
const waitingApply = async () => {
  const terraform = workspace.start(['apply', '-auto-approve'], { detached: true })
  const end = finished(terraform)
  await eventually(() => double.requests.filter((request) => request.startsWith('GET /v1/')).length > 2 || undefined, {
    what: 'the provider waits for the project',
    timeoutMs: 20_000,
  })
  const { pid } = terraform
  if (pid === undefined) throw new Error('terraform has no process')
  return { pid, end }
}

describe('Ctrl-C while a create waits', () => {
  it('keeps what was created, whole and without a taint, and ends at once', async () => {
    const { pid, end } = await waitingApply()
    const began = performance.now()
    process.kill(-pid, 'SIGINT')
    const { stdout, stderr } = await end
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(stdout + stderr).toContain('Not waited for')
    expect(stdout + stderr).not.toContain('did not respond')
    const [project] = await workspace.state()
    expect(project).toMatchObject({
      address: 'quantumnet_project.a',
      values: { name: 'a', dns_label: 'a', generation: 1 },
    })
    expect(project?.tainted).toBeUndefined()
    double.moods.stuck = false
    expect(await workspace.planned()).toEqual([])
  })
})

describe('a run that ends by itself', () => {
  it('leaves neither a process nor a socket', async () => {
    double.moods.stuck = false
    await workspace.apply()
    expect(await workspace.planned()).toEqual([])
    await eventually(() => providersOf(mirror).length === 0 || undefined, {
      what: 'no provider runs any more',
      timeoutMs: 10_000,
    })
    expect(readdirSync(sockets)).toEqual([])
  })
})

describe('kill -9 of Terraform', () => {
  const expectNoProvider = async (): Promise<void> => {
    await eventually(() => providersOf(mirror).length === 0 || undefined, {
      what: 'no provider runs any more',
      timeoutMs: 10_000,
    })
    expect(readdirSync(sockets)).toEqual([])
  }

  it('ends a provider in the middle of a call', async () => {
    const { pid, end } = await waitingApply()
    expect(providersOf(mirror).length).toBe(1)
    process.kill(pid, 'SIGKILL')
    await end
    await expectNoProvider()
  })

  it('ends a provider that has nothing to do', async () => {
    double.moods.stuck = false
    await workspace.configure(`
      resource "quantumnet_project" "a" {
        name = "a"
      }
      resource "terraform_data" "b" {
        input = quantumnet_project.a.id
        provisioner "local-exec" {
          command = "touch waiting; sleep 5"
        }
      }
      resource "quantumnet_network" "c" {
        project = terraform_data.b.output
        name    = "c"
      }
    `)
    const terraform = workspace.start(['apply', '-auto-approve'], { detached: true })
    const end = finished(terraform)
    await eventually(() => existsSync(join(workspace.folder, 'waiting')) || undefined, {
      what: 'terraform is busy elsewhere',
      timeoutMs: 20_000,
    })
    expect(providersOf(mirror).length).toBe(1)
    process.kill(terraform.pid ?? 0, 'SIGKILL')
    await expectNoProvider()
    await end
  })
})
