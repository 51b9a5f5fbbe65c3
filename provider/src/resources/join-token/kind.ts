import { joinTokenRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'
import { LOST_SECRET, secretHint, withSecret } from '../kit/secret.ts'

export const joinToken: DerivedKind = {
  kind: 'join_token',
  routes: joinTokenRoutes,
  description:
    "A secret with which a hypervisor's agent will ask for its certificate. It is told once and then stands in the Terraform state, in clear text. Only a platform admin makes them.",
  hints: {
    usage: { text: '`one_off`: good for one hypervisor; or `reusable`. Default: `one_off`.' },
    expires_at: {
      text: 'From then on nobody joins with it, such as `2036-09-01T00:00:00Z`; who joined stays.',
    },
    node_labels: { text: 'Labels that a hypervisor gets when it joins.' },
    pre_approved: { text: 'Whether who joins is taken in at once, or waits for an administrator. Default: `false`.' },
    uses: { text: 'How many hypervisors joined with it.' },
    last_used_at: { text: 'When it was used last (RFC 3339).' },
    secret_prefix: { steady: true, text: 'How its secret begins.' },
    secret: secretHint,
  },
  complete: withSecret,
  lost: ({ secret }) => (secret === null ? LOST_SECRET : undefined),
}
