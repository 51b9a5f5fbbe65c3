import type { InterfaceReport } from '@quantumnet/api'

/** One port of a report. */
export interface BindingReport {
  readonly port: string
  readonly state: InterfaceReport['state']
  readonly reason: string | null
}

const RANK = { up: 0, unverified: 1, down: 2 } as const

/** One verdict per port: when several interfaces claim it, the best of them counts. A port that is up has no reason not to be. */
export const byPort = (interfaces: readonly InterfaceReport[]): BindingReport[] => {
  const best = new Map<string, InterfaceReport>()
  for (const one of interfaces) {
    const other = best.get(one.port)
    if (other === undefined || RANK[one.state] < RANK[other.state]) best.set(one.port, one)
  }
  return [...best.values()].map(({ port, state, reason }) => ({ port, state, reason: state === 'up' ? null : reason }))
}
