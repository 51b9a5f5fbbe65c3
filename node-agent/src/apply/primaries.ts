import { Resolver } from 'node:dns/promises'
import type { Upstream } from '../edge/upstream.ts'

const LIMIT_MS = 500
// What c-ares says of itself when nothing came; everything else is an answer.
const SILENCE = new Set(['ECONNREFUSED', 'ETIMEOUT', 'ECANCELLED', 'EDESTRUCTION', 'ECONNRESET'])

/** Whether a DNS server answers at all, be it with a refusal. */
const answers = async ({ address, port }: Upstream, zone: string): Promise<boolean> => {
  const resolver = new Resolver({ timeout: LIMIT_MS, tries: 1 })
  resolver.setServers([`${address}:${String(port)}`])
  try {
    await resolver.resolveSoa(zone)
    return true
  } catch (error) {
    return !SILENCE.has((error as NodeJS.ErrnoException).code ?? '')
  }
}

/** Whether at least one of the primaries answers, within half a second. */
export const anyAnswers = async (primaries: readonly Upstream[], zone: string): Promise<boolean> =>
  (await Promise.all(primaries.map(async (primary) => await answers(primary, zone)))).includes(true)
