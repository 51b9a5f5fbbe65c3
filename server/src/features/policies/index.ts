export { policyRoutes } from './routes.ts'
export { holdsFor, type PolicyRow, type PolicyScope } from './store.ts'
export { policyResource, sharedWith } from './view.ts'
