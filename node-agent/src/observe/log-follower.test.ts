import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { LogFollower } from './log-follower.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qn-log-'))
  path = join(folder, 'x.log')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('a log that is followed', () => {
  it('gives whole lines, each once, from its end on', async () => {
    writeFileSync(path, 'old\n')
    const log = new LogFollower(path)
    expect(await log.read()).toEqual([])
    appendFileSync(path, 'one\ntw')
    expect(await log.read()).toEqual(['one'])
    appendFileSync(path, 'o\nthree\n')
    expect(await log.read()).toEqual(['two', 'three'])
    expect(await log.read()).toEqual([])
  })

  it('may come later, and is read from its beginning then', async () => {
    const log = new LogFollower(path)
    expect(await log.read()).toEqual([])
    writeFileSync(path, 'one\n')
    expect(await log.read()).toEqual(['one'])
  })

  it('may be replaced or emptied', async () => {
    writeFileSync(path, 'old\n')
    const log = new LogFollower(path)
    await log.read()
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'a much longer line\n')
    expect(await log.read()).toEqual(['a much longer line'])
    truncateSync(path)
    expect(await log.read()).toEqual([])
    appendFileSync(path, 'new\n')
    expect(await log.read()).toEqual(['new'])
  })

  it('may be long', async () => {
    writeFileSync(path, '')
    const log = new LogFollower(path)
    await log.read()
    const lines = Array.from({ length: 20_000 }, (_, n) => `line ${String(n)} ${'x'.repeat(40)}`)
    appendFileSync(path, `${lines.join('\n')}\n`)
    expect(await log.read()).toEqual(lines)
  })
})
