import { policyRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'
import { ruleHints } from '../kit/rule-hints.ts'

export const policy: DerivedKind = {
  kind: 'policy',
  routes: policyRoutes,
  description:
    'Rules of who runs the deployment: they decide before the rules of security groups, whatever those say. Only a platform admin makes them.',
  hints: {
    scope: { text: 'Whose secured ports it holds for: of `all` projects, or of the `projects` listed.' },
    projects: { set: true, text: 'Ids of the projects, with scope `projects`.' },
    rules: { text: 'Its rules, in the order in which they decide.', fields: ruleHints },
  },
  together: ['scope', 'projects'],
}
