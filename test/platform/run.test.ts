import { describe, expect, it } from '@jest/globals'
import { tryRun } from '@quantumnet/platform'
import { allEnded } from '../../platform/src/process/time.ts'

/** Held by somebody in a session of his own, whom no signal to the command's group reaches. */
const HELD = 'setsid sleep 5 & echo said; '

describe('a command', () => {
  it.each([
    ['in its group', 'echo said; sleep 30 & wait'],
    ['in another session', `${HELD} sleep 30`],
  ])('ends at its time limit though a process that it started %s holds its output', async (_, script) => {
    const started = performance.now()
    await expect(tryRun(['sh', '-c', script], { timeoutMs: 300 })).rejects.toMatchObject({
      message: expect.stringContaining('no end after 0.3 s'),
      finished: { stdout: 'said\n' },
    })
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('has ended with its own process, whoever still holds its output', async () => {
    const started = performance.now()
    expect(await tryRun(['sh', '-c', HELD])).toEqual({ code: 0, stdout: 'said\n', stderr: '' })
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('gives all that it has printed', async () => {
    const { stdout } = await tryRun(['head', '-c', '5000000', '/dev/zero'])
    expect(stdout.length).toBe(5_000_000)
  })
})

describe('allEnded', () => {
  it('fails as the first that failed, once the others have ended', async () => {
    const ended: string[] = []
    let end: (() => void) | undefined
    const slow = new Promise<void>((resolve) => (end = resolve)).then(() => ended.push('slow'))
    const hurry = async (): Promise<void> => {
      ended.push('hurried')
      end?.()
      await Promise.resolve()
    }
    await expect(allEnded([slow, Promise.reject(new Error('first'))], hurry)).rejects.toThrow('first')
    expect(ended).toEqual(['hurried', 'slow'])
  })
})
