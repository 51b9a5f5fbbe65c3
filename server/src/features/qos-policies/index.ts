export { qosPolicyRoutes } from './routes.ts'
export { requirePolicy } from './rules.ts'
export { lockQosPolicies, type QosPolicyRow } from './store.ts'
