import type { Tx } from '../../db/pool.ts'
import type { AddressHints } from '../ipam/index.ts'
import { enterPorts, type MadePort } from './enter.ts'
import { planPorts, type PortOrder } from './plan.ts'
import { stepFor, type Settled } from './settled.ts'

/**
 * Makes ports, many in one transaction, each all or nothing: a fixed number of statements, however many there are, in three round trips when all
 * goes well. Gives for each what was made or the refusal that it would get alone, in the same words, because alone is the same with one. What is
 * refused leaves nothing behind: neither address nor MAC.
 */
export const makePorts = async (
  tx: Tx,
  hints: AddressHints,
  orders: readonly PortOrder[],
): Promise<readonly Settled<MadePort>[]> =>
  await stepFor(await planPorts(tx, orders), async (open) => await enterPorts(tx, hints, open))
