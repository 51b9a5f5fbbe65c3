import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { copyExample } from './example.ts'

describe('copy of an example', () => {
  let folder: string
  let from: string
  let to: string
  const release = (text: string): void => {
    writeFileSync(join(from, 'main.tf'), text)
  }
  const copy = (): string => readFileSync(join(to, 'main.tf'), 'utf8')

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'qn-'))
    ;[from, to] = [join(folder, 'example'), join(folder, 'copy')]
    mkdirSync(from)
    release('one')
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  it('follows new versions', () => {
    expect(copyExample(from, to)).toEqual([])
    release('two')
    expect(copyExample(from, to)).toEqual([])
    expect(copy()).toBe('two')
  })

  it('keeps what the user has edited, now and after the next version', () => {
    copyExample(from, to)
    writeFileSync(join(to, 'main.tf'), 'mine')
    expect(copyExample(from, to)).toEqual(['main.tf'])
    release('two')
    expect(copyExample(from, to)).toEqual(['main.tf'])
    expect(copy()).toBe('mine')
  })

  it('follows again once the edit is undone', () => {
    copyExample(from, to)
    writeFileSync(join(to, 'main.tf'), 'mine')
    copyExample(from, to)
    writeFileSync(join(to, 'main.tf'), 'one')
    release('two')
    expect(copyExample(from, to)).toEqual([])
    expect(copy()).toBe('two')
  })
})
