import { isRecord, UNKNOWN, type Replacement, type Value } from '../../framework/index.ts'

const elements = (value: Value): readonly Value[] => (Array.isArray(value) ? (value as readonly Value[]) : [])

/**
 * Whether an address is in a subnet now, and will be in one that is not made yet: most likely its subnet is replaced. The API changes
 * addresses in place, but the old subnet goes first, and goes only without ports, so that an update would never come to its turn.
 */
export const losesSubnet = ({ config, prior }: Replacement): boolean => {
  const before = elements(prior)
  return elements(config).some(
    (fixed, index) => isRecord(fixed) && fixed['subnet'] === UNKNOWN && before[index] !== undefined,
  )
}
