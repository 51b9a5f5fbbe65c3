export { NodeChanges } from './changes.ts'
export { nodeRoutes } from './routes.ts'
export { cancelService, followDrains, shareNodeState } from './service.ts'
export { deploymentId } from './store.ts'
