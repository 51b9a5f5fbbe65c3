export { NodeChanges } from './changes.ts'
export { nodeRoutes } from './routes.ts'
export { deploymentId } from './store.ts'
