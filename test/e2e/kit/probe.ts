import { expect } from '@jest/globals'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * How an attempt to get through ended. `lost`: nothing came, not even a refusal. `partly`: some of what was sent arrived, so it neither passes nor
 * is it blocked.
 */
export type Outcome = 'passes' | 'refused' | 'lost' | 'partly'

/** Something that is sent from one place to another, again with each attempt. */
export interface Probe {
  /** For people: `red/web pings red/db` */
  readonly what: string
  /** Takes a bounded time, about a second where nothing arrives. */
  attempt(): Promise<Outcome>
}

export interface Traffic {
  /** At least one: what is blocked proves nothing where nothing passes. */
  readonly passes: readonly [Probe, ...Probe[]]
  /** What vanishes without a word. */
  readonly blocked?: readonly Probe[]
  /** What is answered by a refusal: a reset or an ICMP error. */
  readonly refused?: readonly Probe[]
}

/** Until when a change that was waited for must be true for packets; much longer than it takes, since the machine may be busy. */
const LIMIT_MS = 20_000
const BETWEEN_MS = 50

const outcomesOf = async (probes: readonly Probe[]): Promise<Record<string, Outcome>> =>
  Object.fromEntries(await Promise.all(probes.map(async (probe) => [probe.what, await probe.attempt()] as const)))

const wantedOf = ({ passes, blocked = [], refused = [] }: Traffic): Record<string, Outcome> =>
  Object.fromEntries([
    ...passes.map(({ what }) => [what, 'passes'] as const),
    ...blocked.map(({ what }) => [what, 'lost'] as const),
    ...refused.map(({ what }) => [what, 'refused'] as const),
  ])

/**
 * What passes and what does not, tried at the same time: in one round all of it must be as said, and in the next round again. So what is blocked
 * was blocked while its twin passed. What should pass may be late again on a busy machine; what should not pass must never do so once it has stopped.
 */
export const expectTraffic = async (traffic: Traffic): Promise<void> => {
  const { passes, blocked = [], refused = [] } = traffic
  const probes = [...passes, ...blocked, ...refused]
  const wanted = wantedOf(traffic)
  if (Object.keys(wanted).length !== probes.length)
    throw new Error(`two probes are called the same: ${probes.map(({ what }) => what).join(', ')}`)
  const isWanted = (outcomes: Record<string, Outcome>): boolean =>
    Object.entries(wanted).every(([what, outcome]) => outcomes[what] === outcome)
  const leaks = (outcomes: Record<string, Outcome>): boolean =>
    Object.entries(wanted).some(
      ([what, outcome]) => outcome !== 'passes' && ['passes', 'partly'].includes(outcomes[what] ?? ''),
    )
  const deadline = performance.now() + LIMIT_MS
  let wasWanted = false
  for (;;) {
    const outcomes = await outcomesOf(probes)
    const isOver = performance.now() > deadline || (wasWanted && leaks(outcomes))
    if (isOver) expect(outcomes).toEqual(wanted)
    if (wasWanted && isWanted(outcomes)) return
    wasWanted = isWanted(outcomes)
    if (!wasWanted) await pause(BETWEEN_MS)
  }
}
