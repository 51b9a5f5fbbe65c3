import { describe, expect, it } from '@jest/globals'
import type { InterfaceReport } from '@quantumnet/api'
import { byPort } from './rules.ts'

const report = (port: string, state: InterfaceReport['state'], reason: string | null = null): InterfaceReport => ({
  port: port as InterfaceReport['port'],
  interface: `${port}-${state}`,
  state,
  reason,
})

describe('the verdict on a port', () => {
  it.each<[InterfaceReport['state'], InterfaceReport['state'][]]>([
    ['up', ['up']],
    ['up', ['down', 'up', 'unverified']],
    ['unverified', ['down', 'unverified']],
    ['down', ['down', 'down']],
  ])('is %s for %j', (state, states) => {
    const verdicts = byPort(states.map((one) => report('p', one, one)))
    expect(verdicts).toEqual([{ port: 'p', state, reason: state === 'up' ? null : state }])
  })

  it('is one for each port', () => {
    expect(byPort([report('p', 'up'), report('q', 'down', 'why'), report('p', 'down')])).toEqual([
      { port: 'p', state: 'up', reason: null },
      { port: 'q', state: 'down', reason: 'why' },
    ])
    expect(byPort([])).toEqual([])
  })
})
