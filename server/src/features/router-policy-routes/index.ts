export { routerPolicyRouteRoutes } from './routes.ts'
