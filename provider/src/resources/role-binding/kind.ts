import { roleBindingRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const roleBinding: DerivedKind = {
  kind: 'role_binding',
  routes: roleBindingRoutes,
  description:
    "A role of a token in a project, beside the one that it was made with: another project's, or a greater one in its own. The greatest counts.",
  hints: {
    token: { text: 'Id of a token of a project.' },
    project: { text: 'Id of the project where the token gets the role.' },
    role: { text: '`viewer`, `operator` or `admin`, each including the ones before.' },
  },
}
