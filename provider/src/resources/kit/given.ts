import { isGiven, type Unknown } from '../../framework/index.ts'

/** A value that is known and not null, else undefined, which leaves it out of a request. */
export const given = <T>(value: T | null | Unknown): T | undefined => (isGiven(value) ? value : undefined)
