import type { UnreadableMatch } from '@quantumnet/api'
import { appendEvents, type EventRecord } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { groupsIn, mayBePolicy, nodeConditions, OF_NODE, ownerConditions } from './rules.ts'
import { conditionsOfNode, lockOwners, saidByNodes, writeNode, writeOwner } from './store.ts'

/**
 * Enters what the ovn-controller of a hypervisor cannot read: as conditions of the hypervisor, and of the groups and policies that it was made of.
 * Gives whether anything is new by it. What a group says is computed from all hypervisors, so that it ends with the last of them.
 */
export const noteUnreadable = async (
  tx: Tx,
  node: string,
  unreadable: readonly UnreadableMatch[],
  now: Date,
): Promise<boolean> => {
  const before = await conditionsOfNode(tx, node)
  if (before === undefined) return false
  const after = nodeConditions(before, unreadable, now)
  if (JSON.stringify(after) === JSON.stringify(before)) return false
  const id = await writeNode(tx, node, after)
  const told: EventRecord[] = id === undefined ? [] : [{ id, kind: 'node', project: null, action: 'status' }]
  const texts = [...before, ...after].flatMap(({ type, message }) => (type === OF_NODE ? [message] : []))
  const owners = await lockOwners(tx, groupsIn(texts), texts.some(mayBePolicy))
  // Behind the locks: of two hypervisors that report at once the second sees the first.
  const said = await saidByNodes(tx, OF_NODE)
  for (const owner of owners) {
    const conditions = ownerConditions(owner, said, now)
    if (JSON.stringify(conditions) === JSON.stringify(owner.conditions)) continue
    await writeOwner(tx, owner, conditions)
    told.push({ id: owner.id, kind: owner.kind, project: owner.project, action: 'status' })
  }
  await appendEvents(tx, told)
  return true
}
