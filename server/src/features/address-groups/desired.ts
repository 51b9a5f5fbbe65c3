import { formatCidr, parseCidr, type Cidr } from '@quantumnet/api'
import type { Owner } from '../../ovn/external-ids.ts'
import { addressGroupSetName } from '../../ovn/names.ts'
import { addressGroupSetRef } from '../../ovn/refs.ts'
import type { DesiredRow } from '../../ovn/rows.ts'
import type { Site } from '../../ovn/site.ts'
import { addressSet } from '../../ovn/tables/address-set.ts'
import type { AddressGroupRoot } from './load.ts'

/** OVN reads a set as soon as a match names it: what is no block, or would match everything, never gets there. */
const blockOf = ({ id }: AddressGroupRoot, text: string): Cidr => {
  const block = parseCidr(text)
  if (block === undefined || block.prefixLength === 0)
    throw new TypeError(`address group ${id}: ${text} is not a block of addresses with a prefix of its own`)
  return block
}

/** An address group is one set per family, also when it is empty: rules name both by the group's id. */
export const desiredAddressGroup = (group: AddressGroupRoot, { deployment }: Site): readonly DesiredRow[] => {
  const owner: Owner = { deployment, key: { kind: 'address_group', id: group.id } }
  const blocks = group.cidrs.map((text) => blockOf(group, text))
  return ([4, 6] as const).map((family) =>
    addressSet(owner, addressGroupSetRef(deployment, group.id, family), {
      name: addressGroupSetName(group.id, family),
      addresses: blocks.filter((block) => block.family === family).map(formatCidr),
      labels: { name: group.name, project: group.projectId },
    }),
  )
}
