import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { eventually, tryRun } from '@quantumnet/platform'
import { isAlive, type ProcessIdentity } from '../../platform/src/process/identity.ts'
import { openRun } from '../../platform/src/run.ts'
import { sourceOf } from '../../platform/src/sources.ts'
import { describeWithLab, scratchFolder } from './scratch.ts'

interface Left {
  readonly children: Readonly<Record<string, ProcessIdentity>>
  readonly namespaces: readonly string[]
}

const processesIn = async (namespace: string): Promise<string> =>
  (await tryRun(['ip', 'netns', 'pids', namespace])).stdout.trim()
const namespacesNow = async (): Promise<string> => (await tryRun(['ip', 'netns', 'list'])).stdout

describeWithLab('a supervisor that is killed', () => {
  let folder: ReturnType<typeof scratchFolder>
  let left: Left

  beforeEach(async () => {
    folder = scratchFolder()
    const program = spawn(process.execPath, [sourceOf('test/platform/lab-until-killed.ts'), folder.path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(program.stdout, 'data')
    left = JSON.parse(readFileSync(join(folder.path, 'state.json'), 'utf8')) as Left
    program.kill('SIGKILL')
    await once(program, 'exit')
  }, 30_000)
  afterEach(() => {
    folder.remove()
  })

  it('leaves namespaces that the next run finds by their tag, even when the record is damaged', async () => {
    writeFileSync(join(folder.path, 'state.json'), '{"supervisor":')
    const next = await openRun(folder.path, () => undefined)
    for (const namespace of left.namespaces) expect(await namespacesNow()).not.toContain(namespace)
    await next.close()
  }, 30_000)

  it('takes its parts with it, and the next run on the folder removes all that is left', async () => {
    expect(Object.keys(left.children).sort()).toEqual(
      ['hv1', 'hv2'].flatMap((name) => [`${name}-ovn-controller`, `${name}-ovsdb`, `${name}-vswitchd`]),
    )
    const alive = (): ProcessIdentity[] => Object.values(left.children).filter(isAlive)
    await eventually(() => (alive().length === 0 ? true : undefined), {
      what: 'its parts have ended',
      timeoutMs: 5_000,
    })

    const [central] = left.namespaces
    expect(await processesIn(central!)).toMatch(/^\d+$/)
    const next = await openRun(folder.path, () => undefined)
    for (const namespace of left.namespaces) expect(await namespacesNow()).not.toContain(namespace)
    await next.close()
  }, 30_000)
})
