import { allRoutes, documentedErrors, type ErrorCode, type Route } from '@quantumnet/api'

/** Watches the answers that tests get: a problem with a code that its route does not document is a gap in the contract. */

const patterns = allRoutes.map((route) => ({
  route,
  // A parameter has no slash, and an action is no id.
  path: new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/:]+')}$`),
}))

const routeOf = (method: string, url: string): Route | undefined => {
  const { pathname } = new URL(url)
  return patterns.find(({ route, path }) => route.method === method && path.test(pathname))?.route
}

/** A `fetch` that tells of every code that is not documented where it was answered. */
export const watchedFetch =
  (onUndocumented: (what: string) => void): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    const route = routeOf(init?.method ?? 'GET', response.url)
    if (route === undefined || response.headers.get('content-type') !== 'application/problem+json') return response
    const { code } = (await response.clone().json()) as { code: ErrorCode }
    if (!documentedErrors(route).includes(code)) onUndocumented(`${route.name}: ${code}`)
    return response
  }
