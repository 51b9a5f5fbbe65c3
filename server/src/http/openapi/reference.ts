import { allRoutes, documentedErrors, errorCodes, type Access, type ErrorCode, type Route } from '@quantumnet/api'

/** Two pages that are printed from the contract: all operations, and all problems. Pure. */

const codes = Object.keys(errorCodes) as ErrorCode[]

/** What every operation may answer that a token is needed for; said once above the table. */
const general = new Set<ErrorCode>(['invalid_request', 'unauthenticated', 'forbidden', 'internal', 'unavailable'])

const WHO: Readonly<Record<Access, string>> = {
  public: 'anybody',
  viewer: 'viewer',
  operator: 'operator',
  admin: 'admin',
  platform_admin: 'platform admin',
  node: 'node agents',
  feed: 'DNS servers',
}

const inCode = (text: string): string => `\`${text}\``

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const page = (title: string, ...sections: readonly string[]): string =>
  `${[title, '<!-- Printed from the contract by "npm run gen". -->', ...sections].join('\n\n')}\n`

const routeRow = (route: Route): string[] => {
  const own = documentedErrors(route).filter((code) => !general.has(code) || route.errors.includes(code))
  return [
    inCode(`${route.method} ${route.path}`),
    inCode(route.name),
    WHO[route.access],
    own.join(', '),
  ]
}

const linked = (code: ErrorCode): string => `[${code}](api-problems.md#${code})`

/** Every operation: who may call it, and what it may be refused for. */
export const routesPage = (): string => {
  const byTag = Map.groupBy(allRoutes, ({ tag }) => tag)
  const sections = [...byTag].map(
    ([tag, routes]) => `## ${tag}\n\n${table(['operation', 'name', 'who', 'problems'], routes.map(routeRow))}`,
  )
  const introduction = `${String(allRoutes.length)} operations. A role is one in the project that the request is about, and each includes the ones before: viewer,
operator, admin; a platform admin may do all of it in every project. Beside the [problems](api-problems.md) that are named here, any operation
may be refused for ${[...general].map(linked).join(', ')}. With
parameters, examples and answers they are at \`/docs\` of every server, and in [openapi/quantumnet.json](../openapi/quantumnet.json).`
  return page('# Operations of the API', introduction, ...sections)
}

const problemSection = (code: ErrorCode): string => {
  const { status, title, remedy } = errorCodes[code]
  const by = allRoutes.filter((route) => documentedErrors(route).includes(code))
  const where = general.has(code)
    ? 'Any operation.'
    : by.length === 0
      ? 'No operation in particular.'
      : `${by.map(({ name }) => inCode(name)).join(', ')}.`
  return `## ${code}\n\n${String(status)}. ${title}. ${remedy}\n\n${where}`
}

/** Every problem: what it means, what to do about it, and which operations it can come from. */
export const problemsPage = (): string =>
  page(
    '# Problems of the API',
    `Every refusal is a problem document (RFC 9457) with one of these codes. A code never changes its meaning; \`type\` is \`urn:quantumnet:problem:\`
and the code. \`errors\` says which fields of the request are wrong and what they may be, \`referrers\` what a resource is in use by.`,
    ...codes.map(problemSection),
  )
