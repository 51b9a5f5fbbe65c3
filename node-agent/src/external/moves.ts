import type { DesiredExternalAddress } from '@quantumnet/api'

/** An address outside, and one inside that it stood for. */
export interface Translation {
  readonly address: string
  readonly inside: string
}

export interface Moves {
  /** translations that hold no more: what is tracked by them leads astray */
  readonly ended: readonly Translation[]
  /** addresses that the network may have to be told of */
  readonly arrived: readonly DesiredExternalAddress[]
  /** addresses with MAC addresses that they had here, and have no more while they are still here */
  readonly outdated: readonly DesiredExternalAddress[]
}

/** More at once are no moved addresses but gateways that come here as a whole, and these OVN announces. */
const MOST_ARRIVALS = 32

const NOTHING: Moves = { ended: [], arrived: [], outdated: [] }

const translationsOf = (addresses: readonly DesiredExternalAddress[]): ReadonlyMap<string, Translation> =>
  new Map(
    addresses.flatMap(({ address, inside }) =>
      inside.map((each): [string, Translation] => [`${address} ${each}`, { address, inside: each }]),
    ),
  )

/** What makes a network send to another place. */
const placeOf = ({ address, mac, interface_id: wire, vlan }: DesiredExternalAddress): string =>
  `${wire} ${String(vlan)} ${address} ${mac}`

/**
 * What happened between what the server said before and what it says now. Undefined: it said nothing, as at the agent's start or before an upgrade of the
 * server, and then nothing has moved.
 */
export const movesBetween = (
  before: readonly DesiredExternalAddress[] | undefined,
  now: readonly DesiredExternalAddress[] | undefined,
): Moves => {
  if (before === undefined || now === undefined) return NOTHING
  const holding = translationsOf(now)
  const ended = [...translationsOf(before)].filter(([key]) => !holding.has(key)).map(([, each]) => each)
  const known = new Set(before.map(placeOf))
  const arrived = now.filter((each) => !known.has(placeOf(each)))
  if (arrived.length > MOST_ARRIVALS) return { ended, arrived: [], outdated: [] }
  const here = new Set(arrived.map(({ id }) => id))
  const places = new Set(now.map(placeOf))
  return { ended, arrived, outdated: before.filter((each) => here.has(each.id) && !places.has(placeOf(each))) }
}

/** Whether a translation is one of these again. */
export const holds = (
  addresses: readonly DesiredExternalAddress[] | undefined,
  { address, inside }: Translation,
): boolean => addresses?.some((each) => each.address === address && each.inside.includes(inside)) ?? false

/** Whether an address is still to be answered here, in the same way. */
export const isExpected = (
  addresses: readonly DesiredExternalAddress[] | undefined,
  wanted: DesiredExternalAddress,
): boolean => addresses?.some((each) => placeOf(each) === placeOf(wanted)) ?? false
