/** How long the same estate is in one language and in another. Pure. */

/** An estate, and the lines that say it. */
export interface Estate {
  readonly name: string
  readonly hcl: number
  readonly constructs: number
}

const COMMENT = /^(#|\/\/|\/\*|\*)/

/** Lines that are neither empty nor a comment. */
export const codeLines = (text: string): number =>
  text.split('\n').filter((line) => line.trim() !== '' && !COMMENT.test(line.trim())).length

const HEAD = ['the same estate', 'lines of HCL', 'lines of constructs', 'of HCL']

/** A table as prettier writes it. */
export const estateTable = (estates: readonly Estate[]): string => {
  const rows = estates.map(({ name, hcl, constructs }) => [
    name,
    String(hcl),
    String(constructs),
    `${String(Math.round((100 * constructs) / hcl))} %`,
  ])
  const widths = HEAD.map((title, column) =>
    Math.max(...[HEAD, ...rows].map((row) => row[column]?.length ?? title.length)),
  )
  const padded = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [padded(HEAD), rule, ...rows.map(padded)].join('\n')
}

const BETWEEN = /(<!-- lines: begin[^>]*-->\n)[\s\S]*?(<!-- lines: end -->)/

/** A page with the table where its marks are. @throws Error when it has no marks */
export const withTable = (page: string, estates: readonly Estate[]): string => {
  if (!BETWEEN.test(page))
    throw new Error('the page has no marks for the table: <!-- lines: begin --> and <!-- lines: end -->')
  return page.replace(BETWEEN, (_all, begin: string, end: string) => `${begin}\n${estateTable(estates)}\n\n${end}`)
}
