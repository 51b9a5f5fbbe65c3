export { portForwardRoutes } from './routes.ts'
