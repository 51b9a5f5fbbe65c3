import { describe, expect, it } from '@jest/globals'
import type { NetnsStep } from '../edge/netns-plan.ts'
import { applyNetns } from './netns.ts'

const ip = (line: string): NetnsStep => ({ kind: 'ip', side: 'host', line })

// Lines of ip(8) that change nothing: what they show goes nowhere.
describe('applyNetns', () => {
  it('goes on after a line that fails, and tells of it', async () => {
    const failures = await applyNetns([ip('link show dev qn-absent'), ip('link show dev lo'), ip('nonsense')], 'none')
    expect(failures.map(String)).toEqual([expect.stringMatching(/qn-absent[^]*nonsense/)])
    expect(await applyNetns([ip('link show dev lo')], 'none')).toEqual([])
  })

  it('ends with rules that are not loaded: what follows relies on them', async () => {
    const rules: NetnsStep = { kind: 'ruleset', side: 'host', ruleset: { table: 't', mark: '', text: 'nonsense' } }
    await expect(applyNetns([rules, ip('link show dev qn-absent')], 'none')).rejects.toThrow(/^nft/)
  })
})
