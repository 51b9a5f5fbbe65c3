export { routerRouteRoutes } from './routes.ts'
