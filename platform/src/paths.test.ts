import { describe, expect, it } from '@jest/globals'
import { socketFolder, tagOf } from './paths.ts'

describe('folder of sockets', () => {
  it('is the wanted one as long as a socket fits into sun_path', () => {
    const folder = `/${'x'.repeat(96)}`
    expect(socketFolder(folder, 'y'.repeat(9))).toBe(folder)
  })

  it('is a short one, of the same meaning each time, beyond that', () => {
    const folder = `/${'x'.repeat(97)}`
    const short = socketFolder(folder, 'y'.repeat(9))
    expect(short).toMatch(new RegExp(`/quantumnet-${tagOf(folder)}$`))
    expect(short.length).toBeLessThan(60)
  })

  it('counts bytes, not characters', () => {
    const folder = `/${'ü'.repeat(60)}`
    expect(socketFolder(folder, 'y')).not.toBe(folder)
  })
})
