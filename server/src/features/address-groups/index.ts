export { addressGroupRoutes } from './routes.ts'
