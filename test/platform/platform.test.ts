import { readFileSync, statSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client, routes } from '@quantumnet/api'
import { eventually, startPlatform, tryRun, type Platform } from '@quantumnet/platform'
import { isAlive, type ProcessIdentity } from '../../platform/src/process/identity.ts'
import { describeWithLab, describeWithOvn, scratchFolder } from './scratch.ts'

const clientOf = ({ endpoint, tokens }: Platform): Client =>
  new Client({ endpoint, token: readFileSync(tokens.admin, 'utf8').trim() })
const namesOfProjects = async (platform: Platform): Promise<string[]> =>
  (await clientOf(platform).call(routes.projects.list, {})).items.map(({ name }) => name)

describeWithLab('the whole platform', () => {
  let folder: ReturnType<typeof scratchFolder>
  let platform: Platform
  const lines: string[] = []

  beforeAll(async () => {
    folder = scratchFolder()
    platform = await startPlatform({ dataDir: folder.path, durable: false, log: (line) => lines.push(line) })
  }, 120_000)
  afterAll(async () => {
    await platform.stop()
    folder.remove()
  }, 30_000)

  it('has made every hypervisor a chassis', async () => {
    const { stdout } = await tryRun([
      'ovn-sbctl',
      `--db=${platform.ovn?.sb ?? ''}`,
      '--bare',
      '--columns=name',
      'list',
      'Chassis',
    ])
    expect(
      stdout
        .split('\n')
        .filter((line) => line !== '')
        .sort(),
    ).toEqual(['hv1', 'hv2'])
    expect(lines.at(-1)).toContain('lab: hv1 (172.30.0.1), hv2 (172.30.0.2)')
  })

  it('keeps its tokens from everybody else', () => {
    for (const file of Object.values(platform.tokens)) expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('answers again after its server was killed', async () => {
    await clientOf(platform).call(routes.projects.create, { body: { name: 'kept' } })
    const before = platform.supervisor.child('server')?.pid
    platform.supervisor.signal('server', 'SIGKILL')
    await eventually(() => (platform.supervisor.child('server')?.pid === before ? undefined : true), {
      what: 'there is a new server',
      timeoutMs: 10_000,
    })
    const names = await eventually(async () => await namesOfProjects(platform), {
      what: 'the new server answers',
      timeoutMs: 15_000,
    })
    expect(names).toContain('kept')
  }, 30_000)

  it('stops without a rest, and starts again on its data with the same tokens', async () => {
    const token = readFileSync(platform.tokens.admin, 'utf8')
    const children = (
      JSON.parse(readFileSync(`${folder.path}/state.json`, 'utf8')) as { children: Record<string, ProcessIdentity> }
    ).children
    await platform.stop()
    expect(Object.values(children).filter(isAlive)).toEqual([])
    const { stdout } = await tryRun(['ip', 'netns', 'list'])
    expect(stdout).not.toContain(platform.lab!.networks.central)

    const started = performance.now()
    platform = await startPlatform({ dataDir: folder.path, durable: false })
    process.stderr.write(`started again in ${(performance.now() - started).toFixed(0)} ms\n`)
    expect(readFileSync(platform.tokens.admin, 'utf8')).toBe(token)
    expect(await namesOfProjects(platform)).toContain('kept')
  }, 60_000)
})

describeWithOvn('the platform without its lab', () => {
  it('listens on loopback, runs beside another one, and stops at the start if it is told to', async () => {
    const folders = [scratchFolder(), scratchFolder(), scratchFolder()]
    const start = async (index: number, signal?: AbortSignal): Promise<Platform> =>
      await startPlatform({ dataDir: folders[index]!.path, lab: false, durable: false, ...(signal && { signal }) })
    const both = await Promise.all([start(0), start(1)])
    try {
      for (const platform of both) {
        expect(platform.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
        expect(platform.lab).toBeUndefined()
        expect(await namesOfProjects(platform)).toEqual([])
      }
      const interrupt = new AbortController()
      const third = start(2, interrupt.signal)
      setTimeout(() => {
        interrupt.abort()
      }, 300)
      await expect(third).rejects.toThrow()
      expect((await tryRun(['pgrep', '-f', folders[2]!.path])).stdout).toBe('')
    } finally {
      await Promise.all(
        both.map(async (platform) => {
          await platform.stop()
        }),
      )
      for (const folder of folders) folder.remove()
    }
  }, 60_000)
})
