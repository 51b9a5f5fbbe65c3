import { describe, expect, it } from '@jest/globals'
import type { InterfaceReport, NodeState } from '@quantumnet/api'
import { byPort, nodeState, type NodeFacts } from './rules.ts'

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

describe('the state of a node', () => {
  const now = new Date('2026-03-01T12:00:00Z')
  const seen = (secondsAgo: number): Date => new Date(now.getTime() - secondsAgo * 1000)
  it.each<[NodeState, NodeFacts]>([
    ['ready', { service: 'in_service', seen_at: seen(0), ports: 5 }],
    ['ready', { service: 'in_service', seen_at: seen(45), ports: 0 }],
    ['silent', { service: 'in_service', seen_at: seen(46), ports: 5 }],
    ['draining', { service: 'draining', seen_at: seen(0), ports: 1 }],
    ['draining', { service: 'draining', seen_at: seen(600), ports: 1 }],
    ['drained', { service: 'draining', seen_at: seen(0), ports: 0 }],
    ['drained', { service: 'draining', seen_at: seen(600), ports: 0 }],
    ['decommissioned', { service: 'decommissioned', seen_at: seen(0), ports: 0 }],
  ])('is %s with %j', (state, facts) => {
    expect(nodeState(facts, now)).toBe(state)
  })

  it('is ready when the clock of another server is a little ahead', () => {
    expect(nodeState({ service: 'in_service', seen_at: seen(-5), ports: 0 }, now)).toBe('ready')
  })
})
