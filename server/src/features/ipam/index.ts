export { allocatableRanges, AddressHints } from './hints.ts'
export { addressOf, blockOf, familyOf, ipOf, ipText, sizeOf, type AddressRange } from './ip.ts'
export { enterMacs, forgetMacs, macOwners, randomMac } from './macs.ts'
export {
  addressesOf,
  confirmGone,
  confirmReleases,
  END_SUBNETS,
  freeHeld,
  lockAddresses,
  noteFreed,
  releaseAddresses,
  releaseOwners,
  type Confirmed,
} from './release.ts'
export { requireAddresses, takeAddresses, undoTaken } from './take.ts'
export type { AddressType, AllocatingSubnet, Place, TakenAddress, Wish } from './wish.ts'
