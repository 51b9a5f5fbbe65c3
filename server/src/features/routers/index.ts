export { lockExternalNetwork, requireUsable, type ExternalNetwork } from './gateway-network.ts'
export { gatewayNodesOf, GIVEN_UP, GIVEN_UP_CONDITION, type GatewayNode } from './gateway-nodes.ts'
export { placeIn } from './places.ts'
export { routerRoutes } from './routes.ts'
export { checkDisjoint, checkNextHop, checkSameFamily, liesIn, type Connections } from './rules.ts'
export {
  balancerKeys,
  connectedSubnets,
  gatewayKeys,
  keepFacedSubnets,
  markPinnedRouters,
  routesOf,
  type RouterRow,
} from './store.ts'
export { routerResource } from './view.ts'
