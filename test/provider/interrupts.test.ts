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

beforeAll(() => {
  mirror = buildMirror('022')
})
afterAll(() => {
  mirror.remove()
})
beforeEach(async () => {
  double = new ApiDouble()
  await double.start()
  workspace = await Workspace.make({
    ...mirror.environment,
    QUANTUMNET_ENDPOINT: double.endpoint,
    QUANTUMNET_TOKEN: TOKEN,
  })
  await workspace.configure('resource "quantumnet_project" "a" {\n name = "a"\n}')
  await workspace.succeed('init')
  double.moods.stuck = true
})
afterEach(async () => {
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

describe('kill -9 of Terraform', () => {
  it('ends the provider too', async () => {
    const { pid, end } = await waitingApply()
    expect(providersOf(mirror).length).toBeGreaterThan(0)
    process.kill(pid, 'SIGKILL')
    await end
    await eventually(() => providersOf(mirror).length === 0 || undefined, {
      what: 'no provider runs any more',
      timeoutMs: 5_000,
    })
  })
})
