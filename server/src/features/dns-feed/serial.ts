/** The largest serial that DNS has (RFC 1982, 32 bits). 0 is left out: some servers read it as "none". */
const LARGEST = 4_294_967_295

/** The serial of a zone by which DNS sees a version. Versions count on for ever; serials wrap. */
export const serialOf = (version: number): number => ((version - 1) % LARGEST) + 1
