import { Client, routes, type CreatedToken, type TokenRole } from '@quantumnet/api'
import type { TestServer } from './server.ts'

export interface Holder {
  readonly token: CreatedToken
  readonly secret: string
  /** Calls with this token. Tries once, so that a test sees every refusal. */
  readonly client: Client
}

let made = 0

/** A token of a project, or of the platform. */
export const makeToken = async (
  server: TestServer,
  role: TokenRole,
  project: string | null,
  rest: { readonly expires_at?: string; readonly node?: string } = {},
): Promise<Holder> => {
  made += 1
  const body = { project, role, name: `${role}-${String(made)}`, ...rest }
  const token = await server.as('admin').call(routes.tokens.create, { body })
  const secret = token.secret ?? ''
  return {
    token,
    secret,
    client: new Client({ endpoint: server.endpoint, token: secret, attempts: 1, fetch: server.fetch }),
  }
}
