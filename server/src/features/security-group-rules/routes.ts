import { routes } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { serve, type Served } from '../../http/serve.ts'
import { partRoutes } from '../../resource-kit/crud-routes.ts'
import { deletePart } from '../../resource-kit/part-commands.ts'
import { createRule, findRules, getRules, replaceRules, updateRule } from '../rule-lists/index.ts'
import { ruleResource as resource } from './view.ts'

const { getRules: getList, replaceRules: replaceList } = routes.securityGroups

export const securityGroupRuleRoutes = (ctx: Ctx): Served[] => [
  ...partRoutes(ctx, routes.securityGroupRules, resource, {
    create: async (caller, request) => await createRule({ ctx, caller, resource }, request, request.security_group),
    update: async (caller, id, patch) => await updateRule({ ctx, caller, resource }, id, patch),
    remove: async (caller, id) => await deletePart({ ctx, caller, resource, id }),
    filters: (query) => ({ group_id: query.security_group }),
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
