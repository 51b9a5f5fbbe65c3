export { securityGroupRuleRoutes } from './routes.ts'
