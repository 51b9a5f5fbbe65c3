/** Comma-separated values (RFC 4180). */

/** A spreadsheet takes what begins like this for a formula, and names come from users. */
const FORMULA = /^[=+\-@\t\r]/

const field = (value: string | null): string => {
  const text = FORMULA.test(value ?? '') ? `'${value ?? ''}` : (value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows below a header; null is an empty field. */
export const csvOf = (header: readonly string[], rows: readonly (readonly (string | null)[])[]): string =>
  [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
