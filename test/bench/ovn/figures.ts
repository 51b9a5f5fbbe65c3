/** Middle one of these, the upper of two. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** How long the same took here and by hand, in one turn. */
export interface Pair {
  readonly ours: number
  readonly hand: number
}

export const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** One line: both medians in milliseconds, and the median of the ratios of each turn, which a slow minute touches least. */
export const report = (what: string, pairs: readonly Pair[]): void => {
  const [ours, hand] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.hand))]
  const ratio = median(pairs.map((pair) => pair.ours / pair.hand))
  print(`${what.padEnd(48)} ${ours.toFixed(1)} ms, by hand ${hand.toFixed(1)} ms, ${ratio.toFixed(2)} ×`)
}

/** Runs both sides of each turn, whose first is the other one every time. */
export const inTurns = async <T>(
  turns: number,
  sides: { readonly ours: (turn: number) => Promise<T>; readonly hand: (turn: number) => Promise<T> },
): Promise<readonly { readonly ours: T; readonly hand: T }[]> => {
  const pairs: { ours: T; hand: T }[] = []
  for (let turn = 0; turn < turns; turn++) {
    const early = turn % 2 === 0 ? undefined : await sides.hand(turn)
    const ours = await sides.ours(turn)
    pairs.push({ ours, hand: early ?? (await sides.hand(turn)) })
  }
  return pairs
}
