export { allocatableRanges, AddressHints } from './hints.ts'
export { addressOf, blockOf, boundsOf, familyOf, ipOf, ipText, sizeOf, subtract, type AddressRange } from './ip.ts'
export { forgetMacs, takeMacs, type MacWish } from './macs.ts'
export { addressTaken, subnetExhausted } from './refusals.ts'
export {
  addressesOf,
  confirmGone,
  confirmReleases,
  END_SUBNETS,
  freeHeld,
  noteFreed,
  releaseAddresses,
  releaseOwners,
  type Confirmed,
  type FreedAddress,
  type OwnedAddress,
  type Release,
} from './release.ts'
export { requireAddresses, takeAddresses, undoTaken } from './take.ts'
export type { AddressOwner, AddressType, AllocatingSubnet, Place, TakenAddress, Wish } from './wish.ts'
