import type { InterfaceReport, NodeState } from '@quantumnet/api'

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

/** An agent reports at least every 15 s: three are missing. */
export const SILENT_AFTER_MS = 45_000

/** What people decided about a node, and what is known of it. */
export interface NodeFacts {
  readonly service: 'in_service' | 'draining' | 'decommissioned'
  readonly seen_at: Date
  /** ports that are bound here or may be bound nowhere else */
  readonly ports: number
}

/** A decision of people goes before silence: a node that is drained and then switched off is drained. */
export const nodeState = ({ service, seen_at: seenAt, ports }: NodeFacts, now: Date): NodeState => {
  if (service === 'decommissioned') return 'decommissioned'
  if (service === 'draining') return ports > 0 ? 'draining' : 'drained'
  return now.getTime() - seenAt.getTime() > SILENT_AFTER_MS ? 'silent' : 'ready'
}
