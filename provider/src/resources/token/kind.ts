import { tokenRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'
import { LOST_SECRET, secretHint, withSecret } from '../kit/secret.ts'

export const token: DerivedKind = {
  kind: 'token',
  routes: tokenRoutes,
  description:
    'A secret that calls the API. The secret is told once and then stands in the Terraform state, in clear text.',
  hints: {
    project: { text: 'Id of the project that it is for. Left out: a token of the platform.' },
    role: {
      text: '`viewer`, `operator` or `admin` in its project; or, for a token of the platform, `platform_admin`, `node` or `feed`.',
    },
    node: { text: 'With role `node`: the only hypervisor that it may speak for. Left out: any.' },
    expires_at: { text: 'From then on the token is refused, such as `2036-09-01T00:00:00Z`. Left out: never.' },
    last_used_at: { text: 'When it was used last, to the minute (RFC 3339).' },
    secret_prefix: { steady: true, text: 'How its secret begins, so that one that was found can be told.' },
    secret: secretHint,
  },
  complete: withSecret,
  lost: ({ secret }) => (secret === null ? LOST_SECRET : undefined),
}
