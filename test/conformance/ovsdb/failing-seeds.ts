/**
 * Seeds on which the property test once failed, with what was wrong. They run every time. When the test fails, its message names
 * the seed: add it here together with the fix.
 */
export const failingSeeds: readonly { readonly seed: number; readonly was: string }[] = []
