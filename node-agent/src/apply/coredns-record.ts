import type { EdgeConfiguration, NetworkKey } from '../edge/configuration.ts'
import type { ProcessIdentity } from '../host/process.ts'

/** What is written down of the running CoreDNS, so that the next agent finds it. */
export interface Running extends ProcessIdentity {
  /** mark of the configuration that it has loaded; '' while that is not known */
  readonly mark: string
  /** the networks that it answers with the right names for sure */
  readonly networks: readonly NetworkKey[]
}

/** Reads what was written down; undefined when it is not that, and so as good as nothing. */
export const parseRunning = (text: string | undefined): Running | undefined => {
  try {
    const { pid, started, mark, networks } = JSON.parse(text ?? '') as Partial<Running>
    if (typeof pid !== 'number' || typeof started !== 'string') return undefined
    // Written by an agent that did not say what is loaded.
    if (typeof mark !== 'string' || !Array.isArray(networks)) return { pid, started, mark: '', networks: [] }
    return { pid, started, mark, networks }
  } catch {
    return undefined
  }
}

/** From the signal until the sockets say that the reload is done, only what both configurations have is sure. */
export const afterSignal = (running: Running, wanted: Pick<EdgeConfiguration, 'networks'>): Running => {
  const next = new Set(wanted.networks)
  return { ...running, mark: '', networks: running.networks.filter((network) => next.has(network)) }
}
