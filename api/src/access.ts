import { tokenTextProblem } from './values/token-text.ts'

/** Whether endpoint and token can be used at all. What is said of them never quotes them: either may hold a secret. */

/** What is wrong with the URL of the API, or undefined. */
export const endpointProblem = (endpoint: string): string | undefined => {
  // Without the slashes, what reads like a host would be a scheme.
  const url = /^https?:\/\/[^/]/i.test(endpoint) && URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url === undefined)
    return `${endpoint.includes('@') ? 'what is given' : JSON.stringify(endpoint)} is no URL such as https://quantumnet.example.org`
  if (url.username !== '' || url.password !== '')
    return 'the URL must not hold a user name or password: the API knows callers by their token only'
  if (url.search !== '' || url.hash !== '') return 'the URL must end with its host, port or path, without "?" or "#"'
  return undefined
}

/** What is wrong with the token of the API, or undefined. */
export const tokenProblem = (token: string): string | undefined => {
  if (token === '') return 'the token is empty'
  return /^[\x21-\x7e]+$/.test(token)
    ? tokenTextProblem(token)
    : 'the token has a blank, a line end or another character that no token has; was it read from a file with a line end?'
}
