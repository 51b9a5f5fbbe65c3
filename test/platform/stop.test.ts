import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { eventually } from '@quantumnet/platform'
import { freePort } from '../../platform/src/relay/part.ts'
import { sourceOf } from '../../platform/src/sources.ts'
import { describeWithOvn, scratchFolder } from './scratch.ts'

describeWithOvn('npm start, interrupted', () => {
  let folder: ReturnType<typeof scratchFolder>
  let program: ChildProcess
  let printed: string

  beforeEach(async () => {
    folder = scratchFolder()
    printed = ''
    const port = async (): Promise<string> => String(await freePort('127.0.0.1'))
    const places = ['--data', folder.path, '--port', await port(), '--dns-port', await port()]
    const args = [sourceOf('platform/src/main.ts'), ...places, '--without-lab', '--without-terraform']
    program = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    program.stdout?.on('data', (chunk: Buffer) => (printed += String(chunk)))
  })
  afterEach(() => {
    program.kill('SIGKILL')
    folder.remove()
  })

  const interruptAfter = async (line: RegExp): Promise<unknown> => {
    await eventually(() => line.exec(printed) ?? undefined, { what: `it prints ${String(line)}`, timeoutMs: 60_000 })
    const exit = once(program, 'exit')
    program.kill('SIGINT')
    return (await exit)[0]
  }

  it('stops all of it and ends with code 0, amid its start', async () => {
    expect(await interruptAfter(/PostgreSQL \d+ from/)).toBe(0)
    expect(printed).toMatch(/stopping\n.*stopped\n$/)
  }, 90_000)

  it('tells what could not be stopped or removed, and ends with code 1', async () => {
    await eventually(() => /data folder/.exec(printed) ?? undefined, { what: 'it starts', timeoutMs: 10_000 })
    const record = join(folder.path, 'state.json')
    await eventually(() => /PostgreSQL \d+ from/.exec(printed) ?? undefined, { what: 'it runs', timeoutMs: 60_000 })
    rmSync(record)
    mkdirSync(record)
    expect(await interruptAfter(/ready\n/)).toBe(1)
    expect(printed).toContain('cannot record what runs')
    expect(printed).toMatch(/stopping\n[^]*not everything was stopped and removed[^]*EISDIR/)
  }, 90_000)
})
