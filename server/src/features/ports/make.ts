import type { Tx } from '../../db/pool.ts'
import { forgetMacs, type AddressHints } from '../ipam/index.ts'
import { address, equip, insert, type MadePort } from './enter.ts'
import { planPorts, type PortOrder } from './plan.ts'
import { isRefusal, stepFor, type Settled } from './settled.ts'

/**
 * Makes ports, many in one transaction, each all or nothing: a fixed number of statements, however many there are. Gives for each what was made
 * or the refusal that it would get alone, in the same words, because alone is the same with one. What is refused leaves nothing behind: neither
 * address nor MAC.
 */
export const makePorts = async (
  tx: Tx,
  hints: AddressHints,
  orders: readonly PortOrder[],
): Promise<readonly Settled<MadePort>[]> => {
  const planned = await planPorts(tx, orders)
  const equipped = await stepFor(planned, async (open) => await equip(tx, open))
  const addressed = await stepFor(equipped, async (open) => await address(tx, hints, open))
  const made = await stepFor(addressed, async (open) => await insert(tx, hints, open))
  const forgotten = equipped.flatMap((each, index) =>
    !isRefusal(each) && isRefusal(made[index]) ? [each.port.id] : [],
  )
  await forgetMacs(tx, forgotten)
  return made
}
