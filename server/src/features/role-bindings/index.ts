export { roleBindingRoutes } from './routes.ts'
