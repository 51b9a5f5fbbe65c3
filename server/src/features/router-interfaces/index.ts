export { routerInterfaceRoutes } from './routes.ts'
