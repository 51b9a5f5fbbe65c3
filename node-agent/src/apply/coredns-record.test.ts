import { describe, expect, it } from '@jest/globals'
import { afterSignal, parseRunning, type Running } from './coredns-record.ts'

const running: Running = { pid: 7, started: '123', mark: '127.3.2.1', networks: ['1 a.internal', '2 b.internal'] }

describe('parseRunning', () => {
  it.each<[string, string | undefined, Running | undefined]>([
    ['what was written', JSON.stringify(running), running],
    [
      'what an agent before wrote: nothing is sure to be loaded',
      '{"pid":7,"started":"123","corefile":"x"}',
      { ...running, mark: '', networks: [] },
    ],
    ['nothing', undefined, undefined],
    ['a torn file', '{"pid":7', undefined],
    ['something else', '{}', undefined],
  ])('%s', (_, text, expected) => {
    expect(parseRunning(text)).toEqual(expected)
  })
})

describe('afterSignal', () => {
  it('leaves only what the configurations before and after answer alike', () => {
    const networks = ['1 a.internal', '2 c.internal', '3 d.internal'] as const
    expect(afterSignal(running, { networks })).toEqual({ ...running, mark: '', networks: ['1 a.internal'] })
  })
})
