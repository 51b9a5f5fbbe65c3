/**
 * A state as it is stored: JSON. JSON.parse would round numbers beyond 2^53, and the text of a number is not to be had on Node 20; so
 * those numbers are made strings first, which is how they come in MessagePack too, and the schema's type makes numbers of them again.
 */

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

const isExact = (number: string): boolean => Number.isSafeInteger(Number(number)) && /^-?\d+$/.test(number)

/** @throws SyntaxError when the text is no JSON */
export const parseExact = (json: string): unknown =>
  JSON.parse(json.replace(TOKEN, (token) => (token.startsWith('"') || isExact(token) ? token : `"${token}"`)))
