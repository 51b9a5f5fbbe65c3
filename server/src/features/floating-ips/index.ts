export { answeredOn, floatingIpsConcerned, nodesAnswering, type AnsweredAddress } from './answered.ts'
export { associate } from './associate.ts'
export { floatingIpRoutes } from './routes.ts'
export { chooseFixedIp } from './rules.ts'
export {
  BALANCING_ROUTER,
  floatingIpsAt,
  forwardRouter,
  markDistributed,
  networkNamed,
  type FloatingIpRow,
} from './store.ts'
export { floatingIpResource } from './view.ts'
