import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { identityOf, isAlive, type ProcessIdentity } from '../../platform/src/process/identity.ts'
import { openRun } from '../../platform/src/run.ts'
import type { Part } from '../../platform/src/supervisor/part.ts'
import { scratchRun } from './scratch.ts'

type Scratch = Awaited<ReturnType<typeof scratchRun>>

describe('supervisor', () => {
  let scratch: Scratch
  let journal: string

  /** A shell that notes in the journal when it starts and when it is asked to stop. */
  const shell = (name: string, rest: Partial<Part> & { script?: string } = {}): Part => {
    const { script = 'while :; do sleep 0.05; done', ...others } = rest
    const trap = `trap 'echo "${name} stopped" >>${journal}; exit 0' TERM`
    return {
      name,
      command: ['/bin/sh', '-c', `${trap}; echo "${name} started" >>${journal}; ${script}`],
      logFile: join(scratch.run.logDir, `${name}.log`),
      ready: () => noted().includes(`${name} started`),
      ...others,
    }
  }
  const noted = (): string[] => readFileSync(journal, 'utf8').trim().split('\n')
  const identity = (name: string): ProcessIdentity => scratch.run.supervisor.child(name)!.identity

  beforeEach(async () => {
    scratch = await scratchRun()
    journal = join(scratch.run.dataDir, 'journal')
    writeFileSync(journal, '')
  })
  afterEach(async () => {
    await scratch.end()
  })

  it('starts a part once what it needs is ready, and stops it before that', async () => {
    const { supervisor } = scratch.run
    const slow = supervisor.start(shell('database', { script: 'sleep 0.2; while :; do sleep 0.05; done' }))
    await Promise.all([slow, supervisor.start(shell('server', { needs: ['database'] }))])
    await supervisor.stopAll()
    expect(noted()).toEqual(['database started', 'server started', 'server stopped', 'database stopped'])
  })

  it('starts a part again that crashed, and says so', async () => {
    await scratch.run.supervisor.start(shell('server'))
    const before = identity('server')
    scratch.run.supervisor.signal('server', 'SIGKILL')
    const after = await eventually(() => (identity('server').pid === before.pid ? undefined : identity('server')), {
      what: 'the server runs again',
      timeoutMs: 5_000,
    })
    expect(isAlive(after)).toBe(true)
    expect(scratch.lines).toEqual(['server was ended by SIGKILL; starting it again in 0.1 s'])
  })

  it('keeps a part down that was stopped, until it is restarted', async () => {
    const { supervisor } = scratch.run
    await supervisor.start(shell('server'))
    const before = identity('server')
    await supervisor.stop('server')
    expect(isAlive(before)).toBe(false)
    await supervisor.restart('server')
    expect(isAlive(identity('server'))).toBe(true)
    expect(scratch.lines).toEqual([])
  })

  it('kills a part that does not listen, and whatever it leaves in its process group', async () => {
    const pidFile = join(scratch.run.dataDir, 'grandchild')
    const stubborn: Part = {
      ...shell('stubborn', { stop: [{ signal: 'SIGTERM', waitMs: 100 }] }),
      command: [
        '/bin/sh',
        '-c',
        `trap '' TERM; sleep 1000 & echo $! >${pidFile}; echo "stubborn started" >>${journal}; wait`,
      ],
    }
    await scratch.run.supervisor.start(stubborn)
    const grandchild = identityOf(Number(readFileSync(pidFile, 'utf8')))!
    await scratch.run.supervisor.stop('stubborn')
    expect(scratch.run.supervisor.child('stubborn')?.exit).toEqual({ code: null, signal: 'SIGKILL' })
    expect(await eventually(() => (isAlive(grandchild) ? undefined : 'gone'), { what: 'gone', timeoutMs: 2_000 })).toBe(
      'gone',
    )
  })

  it('refuses a part that ends at its start, with the end of its log', async () => {
    const failing: Part = {
      name: 'failing',
      command: ['/bin/sh', '-c', 'echo "no such database" >&2; exit 3'],
      logFile: join(scratch.run.logDir, 'failing.log'),
      ready: () => false,
    }
    await expect(scratch.run.supervisor.start(failing)).rejects.toThrow(
      'failing ended with code 3 at its start\nno such database',
    )
  })

  it('names a program that cannot be run', async () => {
    const absent: Part = {
      name: 'absent',
      command: ['/no/such/program'],
      logFile: join(scratch.run.logDir, 'absent.log'),
    }
    await expect(scratch.run.supervisor.start({ ...absent, ready: () => false })).rejects.toThrow('/no/such/program')
  })

  it('starts nothing more once it stops', async () => {
    const { supervisor } = scratch.run
    const late = supervisor.start(shell('late', { script: 'sleep 1000', ready: () => false }))
    const stopped = supervisor.stopAll()
    await expect(late).rejects.toThrow('everything is being stopped')
    await stopped
    await expect(supervisor.start(shell('later'))).rejects.toThrow('everything is being stopped')
  })

  it('starts no part again whose restart meets the stop of everything', async () => {
    const { supervisor } = scratch.run
    await supervisor.start(shell('server'))
    const restarted = supervisor.restart('server')
    const stopped = supervisor.stopAll()
    await expect(restarted).rejects.toThrow('everything is being stopped')
    await stopped
    expect(noted()).toEqual(['server started', 'server stopped'])
  })

  it('frees the name of a part whose first start failed', async () => {
    const { supervisor } = scratch.run
    await expect(supervisor.start(shell('server', { script: 'exit 1', ready: () => false }))).rejects.toThrow()
    await supervisor.start(shell('server'))
    expect(isAlive(identity('server'))).toBe(true)
  })

  it('interrupts a probe that waits, once nobody waits for it', async () => {
    const { supervisor } = scratch.run
    let interrupted: (() => void) | undefined
    const probe = new Promise<void>((resolve) => (interrupted = resolve))
    const started = supervisor.start(
      shell('server', {
        ready: async (_, signal) => {
          signal.addEventListener('abort', () => interrupted?.())
          await probe
          return false
        },
      }),
    )
    await eventually(() => noted().includes('server started') || undefined, { what: 'it runs', timeoutMs: 5_000 })
    const stopped = supervisor.stopAll()
    await expect(started).rejects.toThrow('server ended with code 0 at its start')
    await stopped
    await probe
  })

  it('keeps its parts running while it cannot record them, and says so', async () => {
    const { supervisor, dataDir } = scratch.run
    await supervisor.start(shell('server'))
    const before = identity('server')
    const record = join(dataDir, 'state.json')
    rmSync(record)
    mkdirSync(record)
    supervisor.signal('server', 'SIGKILL')
    await eventually(() => (identity('server').pid === before.pid ? undefined : true), {
      what: 'the server runs again',
      timeoutMs: 5_000,
    })
    expect(scratch.lines[0]).toMatch(/^cannot record what runs, so a crash now would leave it behind: .*EISDIR/)
    await expect(scratch.run.close()).rejects.toThrow('not everything was stopped and removed')
    expect(isAlive(identity('server'))).toBe(false)
    rmSync(record, { recursive: true })
  })

  it.each(['with space', 'with,comma', "with'quote", 'with$dollar'])(
    'refuses a data folder whose path is %s',
    async (name) => {
      await expect(openRun(join(scratch.run.dataDir, name), () => undefined)).rejects.toThrow(`${name}" won't do`)
    },
  )

  it('lets one run at a time have a data folder', async () => {
    const { dataDir } = scratch.run
    await expect(openRun(dataDir, () => undefined)).rejects.toThrow(
      `${dataDir} is in use by another run (process ${String(process.pid)})`,
    )
  })
})
