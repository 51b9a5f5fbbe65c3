export { securityGroupRoutes } from './routes.ts'
export type { SecurityGroupRow } from './store.ts'
export { securityGroupResource } from './view.ts'
