/**
 * A state as it is stored: JSON. JSON.parse would round numbers beyond 2^53, and the text of a number is not to be had on Node 20; so
 * those numbers are made strings first, which is how they come in MessagePack too, and the schema's type makes numbers of them again.
 */

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

const isExact = (number: string): boolean => Number.isSafeInteger(Number(number)) && /^-?\d+$/.test(number)

const quoteInexact = (outside: string): string =>
  outside.replace(NUMBER, (number) => (isExact(number) ? number : `"${number}"`))

const isEscaped = (json: string, at: number): boolean => {
  let backslashes = 0
  while (json[at - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

/** Where the string ends that begins at `start`. By hand, because a regular expression overflows the stack at some megabytes. */
const endOfString = (json: string, start: number): number => {
  let end = json.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1)
  return end === -1 ? json.length : end + 1
}

/** @throws SyntaxError when the text is no JSON */
export const parseExact = (json: string): unknown => {
  const parts: string[] = []
  let at = 0
  while (at < json.length) {
    const quote = json.indexOf('"', at)
    const start = quote === -1 ? json.length : quote
    const end = quote === -1 ? start : endOfString(json, start)
    parts.push(quoteInexact(json.slice(at, start)), json.slice(start, end))
    at = end
  }
  return JSON.parse(parts.join(''))
}
