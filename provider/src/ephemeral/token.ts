import { tokenRoutes, TokenRole } from '@quantumnet/api'
import { v7 as newId } from 'uuid'
import {
  computed,
  defineEphemeral,
  defaulted,
  failure,
  isGiven,
  optional,
  parseDuration,
  Refusal,
  required,
  string,
  type EphemeralResource,
} from '../framework/index.ts'
import type { Connection } from '../resources/kit/connection.ts'
import { uuid } from '../resources/kit/kinds.ts'
import { requestRemoval } from '../resources/kit/removal.ts'
import { LOST_SECRET } from '../resources/kit/secret.ts'
import { attempt } from '../resources/kit/waiting.ts'

const DEFAULT_LIFETIME = '1h'

const attributes = {
  project: optional(uuid, 'Id of the project that it is for. Left out: a token of the platform.'),
  role: required(
    string,
    '`viewer`, `operator` or `admin` in its project; or, for a token of the platform, `platform_admin`, `node` or `feed`.',
    {
      check: (role) =>
        TokenRole.safeParse(role).success
          ? []
          : [{ path: [], message: `must be one of ${TokenRole.options.map((each) => `"${each}"`).join(', ')}` }],
    },
  ),
  name: defaulted(string, 'terraform', 'How its name begins, which ends with a part of its id.'),
  lifetime: defaulted(
    string,
    DEFAULT_LIFETIME,
    'When it ends by itself, should the run not be able to revoke it, such as `30m` or `2h`; at the latest.',
    {
      check: (text) =>
        parseDuration(text) === undefined
          ? [{ path: [], message: `"${text}" is no duration such as "30m" or "2h", above zero and below 24 days` }]
          : [],
    },
  ),
  id: computed(string, 'UUID of the token.'),
  secret: computed(string, 'What calls the API.', { sensitive: true }),
  expires_at: computed(string, 'When it ends by itself (RFC 3339).'),
}

const ID = 'id'
const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback)

/**
 * A token for the time of one run, which is in no plan and no state, and is revoked at the end of the run.
 * @param clock what time it is
 */
export const ephemeralToken = (clock: () => Date): EphemeralResource<Connection> =>
  defineEphemeral<Connection, typeof attributes>({
    schema: {
      version: 0,
      description:
        'A secret that calls the API during one run of Terraform. It stands in no plan and no state, and is revoked when the run ends.',
      attributes,
    },
    open: async (config, call) =>
      await attempt('open quantumnet_token', call, async (deadline) => {
        const id = newId()
        // For the end of the run. Should the answer to the request be lost, the token ends by itself.
        call.private.set(ID, id)
        const lifetime = textOr(config.lifetime, DEFAULT_LIFETIME)
        const lifetimeMs = parseDuration(lifetime) ?? 0
        const body = {
          id,
          project: isGiven(config.project) ? config.project : null,
          name: `${textOr(config.name, 'terraform')}-${id.slice(-12)}`,
          role: TokenRole.parse(config.role),
          expires_at: new Date(clock().getTime() + lifetimeMs).toISOString(),
        }
        const {
          secret,
          project,
          role,
          expires_at: end,
        } = await call.client.call(tokenRoutes.create, { body }, deadline)
        if (secret === null) throw new Refusal([failure('Cannot use quantumnet_token', LOST_SECRET)])
        const name = textOr(config.name, 'terraform')
        return { values: { project, role, name, lifetime, id, secret, expires_at: end ?? body.expires_at } }
      }),
    close: async (call) => {
      const id = call.private.get(ID)
      if (id === undefined) return
      await attempt('close quantumnet_token', call, async (deadline) => {
        await requestRemoval(
          async () => await call.client.call(tokenRoutes.delete, { params: { id } }, deadline),
          deadline,
        )
      })
    },
  })
