/** What a client of the comparison prints as its only line: numbers by name. */
export type Measured = Readonly<Record<string, number>>

/** Prints one line of JSON for the process that started this one. */
export const say = (measured: Measured): void => {
  process.stdout.write(`${JSON.stringify(measured)}\n`)
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = low] =
    sorted.length % 2 === 1 ? [sorted[middle]] : sorted.slice(middle - 1, middle + 1)
  return (low + high) / 2
}

const digits = (value: number): string => {
  if (!Number.isFinite(value)) return '-'
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}

/** One line of a table: what was measured over all repeats, and its ratio to the same repeat of something else. */
export const line = (name: string, values: readonly number[], against: readonly number[] = []): string => {
  const ratios = values.flatMap((value, at) => (against[at] === undefined ? [] : [value / against[at]]))
  const cells = [median(values), Math.min(...values), Math.max(...values), median(ratios), Math.min(...ratios)]
  return `| ${[name.padEnd(40), ...cells.map((cell) => digits(cell).padStart(9))].join(' | ')} |`
}

export const header = (title: string, against: string): string =>
  [
    `\n${title}`,
    `| ${['what'.padEnd(40), 'median', 'min', 'max', `× ${against}`, 'least ×'].map((cell) => cell.padStart(9)).join(' | ')} |`,
    `| ${['-'.repeat(40), ...Array.from({ length: 5 }, () => '-'.repeat(8).concat(':'))].join(' | ')} |`,
  ].join('\n')
