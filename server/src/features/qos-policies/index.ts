export { qosOfPort, type PortLimits } from './desired.ts'
export { qosPolicyRoutes } from './routes.ts'
export { requirePolicy, shapingOf, type Shaping } from './rules.ts'
export { lockQosPolicies, type QosPolicyRow } from './store.ts'
