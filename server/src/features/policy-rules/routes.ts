import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { partRoutes } from '../../resource-kit/crud-routes.ts'
import { deletePart } from '../../resource-kit/part-commands.ts'
import { createRule, findRules, getRules, replaceRules, updateRule } from '../rule-lists/index.ts'
import { ruleResource as resource } from './view.ts'

const { getRules: getList, replaceRules: replaceList } = routes.policies

export const policyRuleRoutes = (ctx: Ctx): Served[] => [
  ...partRoutes(ctx, routes.policyRules, resource, {
    create: async (caller, request) => await createRule({ ctx, caller, resource }, request, request.policy),
    update: async (caller, id, patch) => await updateRule({ ctx, caller, resource }, id, patch),
    remove: async (caller, id) => await deletePart({ ctx, caller, resource, id }),
    filters: (query) => ({ policy_id: query.policy }),
  }),
  serve(getList, async ({ caller, params }) => await getRules({ ctx, caller, resource }, params.id)),
  serve(
    replaceList,
    async ({ caller, params, body }) => await replaceRules({ ctx, caller, resource }, params.id, body.rules),
    async ({ caller, id }) => {
      const document = await findRules({ ctx, caller, resource }, id)
      return document && { document, watch: [id] }
    },
  ),
]
