import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { makeSocketFolder } from './socket.ts'

describe('the folder of the socket', () => {
  const before = process.env['TMPDIR']
  afterEach(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })

  it('may be entered by this user alone, and goes when it is removed', () => {
    const folder = makeSocketFolder()
    expect(statSync(dirname(folder.path)).mode & 0o777).toBe(0o700)
    folder.remove()
    expect(existsSync(dirname(folder.path))).toBe(false)
  })

  it('has a short path also where the temporary folder has a long one', () => {
    const base = mkdtempSync(join(tmpdir(), 'qn-test-'))
    const long = join(base, 'x'.repeat(100))
    mkdirSync(long)
    process.env['TMPDIR'] = long
    const folder = makeSocketFolder()
    expect(Buffer.byteLength(folder.path)).toBeLessThanOrEqual(107)
    folder.remove()
    rmSync(base, { recursive: true })
  })
})
