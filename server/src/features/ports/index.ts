export { portRoutes } from './routes.ts'
export { HAS_NODE } from './store.ts'
export { bindingReasonOf, type UnboundRow } from './unbound.ts'
export { portResource } from './view.ts'
