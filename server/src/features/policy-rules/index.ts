export { policyRuleRoutes } from './routes.ts'
