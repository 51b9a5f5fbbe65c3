export { listenerRoutes } from './routes.ts'
