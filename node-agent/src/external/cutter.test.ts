import { describe, expect, it } from '@jest/globals'
import type { ClosedMember } from '@quantumnet/api'
import { eventually } from '@quantumnet/platform'
import { Cutter } from './cutter.ts'

const member = (last: number): ClosedMember => ({
  ...{ address: '10.0.0.100', protocol: 'tcp', port: 80 },
  ...{ member_address: `10.0.0.${String(last)}`, member_port: 8080 },
})

describe('members that are switched off', () => {
  it('are cut when it is heard of them, and not again while they stay so', async () => {
    const [cut, done]: [string[], string[]] = [[], []]
    const cutter = new Cutter({
      wire: {
        cut: async ({ member_address: address }) => {
          await Promise.resolve(cut.push(address))
        },
      },
      onCut: ({ member_address: address }) => void done.push(address),
      onError: (error) => {
        throw error
      },
    })
    const { signal } = new AbortController()
    const first = [member(1), member(2), member(3)]
    cutter.tell(first, signal)
    cutter.tell(undefined, signal)
    cutter.tell(first, signal)
    // One is switched on again at once: what it gets from then on stays.
    cutter.tell(first.slice(0, 2), signal)
    await eventually(() => (done.length >= 2 ? true : undefined), { what: 'all is cut', timeoutMs: 20_000 })
    expect([...new Set(cut)].sort()).toEqual(['10.0.0.1', '10.0.0.2'])
    const before = cut.length
    cutter.tell([member(2)], signal)
    cutter.tell([member(1), member(2)], signal)
    await eventually(() => (done.length >= 4 ? true : undefined), { what: 'the first is cut again', timeoutMs: 20_000 })
    expect(new Set(cut.slice(before))).toEqual(new Set(['10.0.0.1']))
  })

  it('are cut at a later pass when the switch could not be told', async () => {
    const [done, errors]: [string[], unknown[]] = [[], []]
    let isAway = true
    const cutter = new Cutter({
      wire: {
        cut: async () => {
          if (isAway) throw new Error('the switch has ended the connection')
          await Promise.resolve()
        },
      },
      onCut: ({ member_address: address }) => void done.push(address),
      onError: (error) => void errors.push(error),
    })
    const { signal } = new AbortController()
    cutter.tell([member(1)], signal)
    await eventually(() => (errors.length > 0 ? true : undefined), { what: 'it fails', timeoutMs: 20_000 })
    isAway = false
    cutter.tell([member(1)], signal)
    await eventually(() => (done.length > 0 ? true : undefined), { what: 'it is cut', timeoutMs: 20_000 })
    expect(done).toEqual(['10.0.0.1'])
    expect(errors).toHaveLength(1)
  })
})
