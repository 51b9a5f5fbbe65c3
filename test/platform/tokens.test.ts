import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ensureTokens } from '../../platform/src/parts/tokens.ts'
import { scratchFolder } from './scratch.ts'

describe('tokens', () => {
  let folder: ReturnType<typeof scratchFolder>
  beforeEach(() => {
    folder = scratchFolder()
  })
  afterEach(() => {
    folder.remove()
  })

  it('stay what they are from start to start', () => {
    const read = (): string[] => Object.values(ensureTokens(folder.path)).map((file) => readFileSync(file, 'utf8'))
    const first = read()
    expect(new Set(first).size).toBe(3)
    expect(read()).toEqual(first)
  })

  it('are made anew when a crash left an empty file, and what it left half written is no token', () => {
    const tokens = join(folder.path, 'tokens')
    mkdirSync(tokens)
    writeFileSync(join(tokens, 'admin'), '')
    writeFileSync(join(tokens, 'node.new'), 'ab')
    const { admin, node } = ensureTokens(folder.path)
    for (const file of [admin, node]) expect(readFileSync(file, 'utf8')).toMatch(/^[\w-]{43}\n$/)
    expect(statSync(admin).mode & 0o777).toBe(0o600)
    expect(readdirSync(tokens).sort()).toEqual(['admin', 'feed', 'node'])
  })
})
