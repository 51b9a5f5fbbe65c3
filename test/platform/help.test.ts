import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

/** A checkout whose packages nobody has installed. */
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qn-help-'))
  for (const part of ['scripts', 'platform/src']) mkdirSync(join(folder, part), { recursive: true })
  copyFileSync('package.json', join(folder, 'package.json'))
  cpSync('scripts', join(folder, 'scripts'), { recursive: true })
  copyFileSync('platform/src/main.usage.txt', join(folder, 'platform/src/main.usage.txt'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('help', () => {
  it.each([
    ['start', /npm start -- \[options\][^]*--without-lab/],
    ['test', /npm test -- PATTERN/],
  ])('of npm %s is told before anything is installed', (script, told) => {
    const { status, stdout, stderr } = spawnSync('npm', [script, '--', '--help'], { cwd: folder, encoding: 'utf8' })
    // npm itself may have warnings about its settings.
    expect([status, stderr.replace(/^npm warn.*\n/gm, '')]).toEqual([0, ''])
    expect(stdout).toMatch(told)
    expect(readdirSync(folder)).not.toContain('node_modules')
  })
})
